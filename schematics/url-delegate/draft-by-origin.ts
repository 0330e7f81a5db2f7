import type { Expression, ParameterDeclaration } from 'typescript';
import { isFalsyLiteral } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import { readCorsOptions } from '../translation/cors-options.js';
import { type Decision, holdsWhere, leavesOf } from '../translation/decision.js';
import { atomsIn, type Formula } from '../translation/formula.js';
import { mentions } from '../translation/origin-tests.js';
import type { PolicyDraft } from '../translation/policy-draft.js';
import type { Scope } from '../translation/scope.js';
import { translateDecision } from '../translation/choices.js';
import { type CorsPlace, translateCors } from '../translation/translate-cors.js';

interface RequestSetting {
  readonly request: ParameterDeclaration;
  isOrigin(node: Expression): boolean;
}

/**
 * The policy if only the origin decides between `{ origin: true }` and `{ origin: false }`, or if
 * the result is constant.
 */
export function draftByOrigin(
  decision: Decision<Expression>,
  place: CorsPlace,
  setting: RequestSetting,
): PolicyDraft | undefined {
  if (!asksForOrigin(decision, setting)) return translateDecision(decision, place);
  const leaves = leavesOf(decision);
  const allowing = leaves.filter(leaf => !isClosed(leaf, place.scope));
  const [options] = allowing;
  if (options === undefined || allowing.some(leaf => leaf.getText() !== options.getText())) return undefined;
  if (!reflects(options, place.scope)) return undefined;
  const origin = holdsWhere(decision, (leaf): Formula => allowing.includes(leaf));
  return origin === undefined
    ? undefined
    : translateCors(options, {
        ...place,
        byOrigin: { formula: origin, origin: setting.request, isOrigin: node => setting.isOrigin(node) },
      });
}

function asksForOrigin(decision: Decision<Expression>, setting: RequestSetting): boolean {
  if ('leaf' in decision) return false;
  const asks = atomsIn(decision.condition).some(node =>
    mentions(node, inner => setting.isOrigin(inner), setting.request),
  );
  return asks || asksForOrigin(decision.yes, setting) || asksForOrigin(decision.no, setting);
}

function originIn(options: Expression, scope: Scope): Expression | undefined {
  const read = readCorsOptions(options, scope);
  const value = read?.options.find(({ name }) => name === 'origin')?.value;
  return value && scope.resolve(value);
}

function isClosed(options: Expression, scope: Scope): boolean {
  const value = originIn(options, scope);
  return value !== undefined && isFalsyLiteral(value);
}

function reflects(options: Expression, scope: Scope): boolean {
  return originIn(options, scope)?.kind === ts.SyntaxKind.TrueKeyword;
}
