import type { Expression, Node, ParameterDeclaration } from 'typescript';
import type { CorsUse } from '../enable-cors/cors-use.js';
import { commentsOf } from '../enable-cors/draft-policy.js';
import { overDefaults } from '../middleware/over-defaults.js';
import { policyName } from '../middleware/policy-name.js';
import { declarationOf } from '../syntax/declarations.js';
import { isFalsyLiteral, unwrap } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import { answerOf } from '../translation/callback-outcome.js';
import { readCondition, valueAt } from '../translation/conditions.js';
import { readCorsOptions } from '../translation/cors-options.js';
import { type Bindings, type Decision, readDecision } from '../translation/decision.js';
import { alternatives, type Formula } from '../translation/formula.js';
import type { KeyDraft, ModuleDraft, NamedDraft } from '../translation/module-draft.js';
import { type PolicyDraft, withComments } from '../translation/policy-draft.js';
import { isDefault } from '../translation/origin-text.js';
import type { Scope } from '../translation/scope.js';
import type { CorsSetting } from '../translation/setting.js';
import { draftByOrigin } from './draft-by-origin.js';
import { readUrlTest, type UrlTest } from './url-test.js';

interface Branch {
  readonly tests: readonly UrlTest[];
  readonly decision: Decision<Expression>;
}

/**
 * The options of the module for a function that returns the options of each request, by its URL or
 * its origin. `undefined` if the function is not understood.
 */
export function draftByUrl(
  uses: readonly CorsUse[],
  scope: Scope,
  platform: CorsSetting['platform'],
): ModuleDraft | undefined {
  const [use, second] = uses;
  if (use?.options === undefined || second !== undefined || !use.certain || use.conditions.length > 0)
    return undefined;
  const delegate = scope.functionOf(use.options);
  const [request, answer] = delegate?.parameters ?? [];
  if (delegate === undefined || request === undefined || answer === undefined) return undefined;
  const isOrigin = (node: Expression): boolean => isOriginOf(node, request, scope);
  const setting = { scope, hasOrigin: true, isOrigin };
  const decision = readDecision<Expression>(delegate, {
    condition: (expression, bindings): Formula => readCondition(expression, bindings, setting),
    leafOf: (expression, _returned, bindings) => {
      const options = answerOf(expression, answer)?.[1];
      return (
        options &&
        optionsAt(options, bindings, scope, condition => readCondition(condition, bindings, setting))
      );
    },
  });
  const branches = decision && branchesOf(decision, request, scope);
  if (branches === undefined) return undefined;

  const place = { scope, platform: use.package === 'cors' ? ('express' as const) : platform };
  const drafts = branches.map(({ decision: own, tests }) => ({
    tests,
    draft: draftByOrigin(own, place, { isOrigin, request }),
  }));
  const rest = drafts.at(-1);
  if (rest?.draft === undefined) return undefined;
  const defaults = withComments(rest.draft, commentsOf(use));
  const policies: NamedDraft[] = [];
  const keys: KeyDraft[] = [];
  for (const { draft, tests } of drafts.slice(0, -1)) {
    if (draft === undefined) return undefined;
    keys.push(keysFor(draft, tests, defaults, policies, use.node));
  }
  return { defaults, paths: { policies, keys } };
}

/** The given options, or one of two sets. */
function optionsAt(
  options: Expression,
  bindings: Bindings,
  scope: Scope,
  readAt: (condition: Expression) => Formula,
): Decision<Expression> | undefined {
  const value = valueAt(options, bindings);
  if (!ts.isConditionalExpression(value)) return readCorsOptions(value, scope) && { leaf: value };
  const yes = optionsAt(value.whenTrue, bindings, scope, readAt);
  const no = optionsAt(value.whenFalse, bindings, scope, readAt);
  return yes && no && { condition: readAt(value.condition), yes, no };
}

function keysFor(
  draft: PolicyDraft,
  tests: readonly UrlTest[],
  defaults: PolicyDraft,
  policies: NamedDraft[],
  delegate: Node,
): KeyDraft {
  const loose = tests.filter(({ isLoose }) => isLoose).map(({ path }) => `${path}-other`);
  const notes =
    loose.length === 0
      ? []
      : [
          {
            sentence: `it also held for paths that merely begin so, such as ${loose.join(' and ')}, which have the defaults now`,
            original: delegate.getText().split(/\r?\n/)[0] ?? '',
          },
        ];
  const same = tests.flatMap(test => test.keys);
  const origin = draft.choice === undefined ? draft.entries.find(({ name }) => name === 'origin') : undefined;
  if (origin?.property === 'origin: false')
    return { keys: same, comments: [], notes: [...notes, ...origin.notes] };
  const name = policyName(same[0] ?? 'path', policies);
  policies.push({ name, draft: overDefaults(draft, defaults) });
  return { keys: same, policy: name, comments: [], notes };
}

/** The options for each set of URLs. The last entry is for all other URLs. */
function branchesOf(
  decision: Decision<Expression>,
  request: ParameterDeclaration,
  scope: Scope,
): Branch[] | undefined {
  if ('leaf' in decision) return [{ tests: [], decision }];
  const { condition } = decision;
  const parts = alternatives(condition).map(part => testOf(part, request, scope));
  const tests = parts.filter(part => part !== undefined);
  if (tests.length === 0)
    return concernsUrl(decision, request, scope) ? undefined : [{ tests: [], decision }];
  if (tests.length !== parts.length) return undefined;
  const isNegated = tests.some(({ negated }) => negated);
  if (isNegated && tests.length > 1) return undefined;
  const [matching, others] = isNegated ? [decision.no, decision.yes] : [decision.yes, decision.no];
  const below = branchesOf(others, request, scope);
  if (below === undefined || concernsUrl(matching, request, scope)) return undefined;
  return [{ tests, decision: matching }, ...below];
}

function testOf(part: Formula, request: ParameterDeclaration, scope: Scope): UrlTest | undefined {
  if (typeof part !== 'object' || part.kind !== 'atom') return undefined;
  const test = readUrlTest(part.node, request, scope);
  return test && { ...test, negated: part.negated };
}

function concernsUrl(decision: Decision<Expression>, request: ParameterDeclaration, scope: Scope): boolean {
  if ('leaf' in decision) return false;
  const parts = alternatives(decision.condition);
  const own = parts.some(
    part =>
      typeof part === 'object' &&
      part.kind === 'atom' &&
      /\.(?:url|path|originalUrl|baseUrl)\b/.test(part.node.getText()),
  );
  return own || concernsUrl(decision.yes, request, scope) || concernsUrl(decision.no, request, scope);
}

/** `request.headers.origin`, `request.header('Origin')` and a constant that has it. */
function isOriginOf(node: Expression, request: ParameterDeclaration, scope: Scope): boolean {
  const inner = unwrap(node);
  const named = ts.isIdentifier(inner) ? scope.resolve(inner) : inner;
  const hasDefault = isDefault(named) && isFalsyLiteral(unwrap(named.right));
  const value = hasDefault ? unwrap(named.left) : named;
  const text = value.getText().replace(/\s+/g, '');
  const isHeader =
    /^\w+\.(?:headers?\??\.origin|headers\[(['"])origin\1\]|(?:header|get)\((['"])origin\2\))$/i.test(text);
  const [first] = [...nodesUpToName(value)];
  return isHeader && first !== undefined && ts.isIdentifier(first) && declarationOf(first) === request;
}

function* nodesUpToName(node: Expression): Generator<Node> {
  let inner: Node = node;
  while (
    ts.isCallExpression(inner) ||
    ts.isPropertyAccessExpression(inner) ||
    ts.isElementAccessExpression(inner)
  ) {
    inner = inner.expression;
  }
  yield inner;
}
