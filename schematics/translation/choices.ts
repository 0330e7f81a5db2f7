import type { ConditionalExpression, Expression, Node } from 'typescript';
import { ts } from '../syntax/typescript.js';
import { readCondition, valueAt } from './conditions.js';
import { type Decision, readDecision } from './decision.js';
import { developmentSide } from './development.js';
import { isBoolean } from './origin.js';
import { choiceDraft, closedDraft, NO_DRAFT, type PolicyDraft } from './policy-draft.js';
import { type CorsPlace, translateCors } from './translate-cors.js';

/** The `cors` option, if a value other than options switches it on or off. */
export function translateSwitch(node: Expression | undefined, place: CorsPlace): PolicyDraft {
  const { scope } = place;
  if (node === undefined) return translateCors(undefined, place);
  const value = scope.resolve(node);
  if (value.kind === ts.SyntaxKind.FalseKeyword) return NO_DRAFT;
  const isAnd =
    ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  if (isAnd) return choose(value.left, true, translateCors(value.right, place), NO_DRAFT, value, place);
  if (isBoolean(value)) {
    const development = developmentSide(value, scope) === true;
    return choose(value, true, translateCors(undefined, { ...place, development }), NO_DRAFT, value, place);
  }
  return translateCors(node, place);
}

/** The results of a helper function, with their conditions. */
export function translateReturned(value: Expression, place: CorsPlace): PolicyDraft | undefined {
  const { scope } = place;
  const helper = ts.isCallExpression(value) ? scope.enter(value) : undefined;
  const setting = { scope, hasOrigin: true, isOrigin: () => false };
  const decision =
    helper &&
    readDecision<Expression>(helper, {
      condition: (expression, bindings) => readCondition(expression, bindings, setting),
      leafOf: (expression, returned, bindings) => {
        const leaf = returned ? valueAt(expression, bindings) : undefined;
        return leaf === undefined || ts.isConditionalExpression(leaf) ? undefined : { leaf };
      },
    });
  return decision && translateDecision(decision, place);
}

/** One of several sets of options, selected at run time. */
export function translateDecision(decision: Decision<Expression>, place: CorsPlace): PolicyDraft | undefined {
  if ('leaf' in decision) return translateSwitch(decision.leaf, place);
  const { condition } = decision;
  if (typeof condition !== 'object' || condition.kind !== 'atom') return undefined;
  const [yes, no] = condition.negated ? [decision.no, decision.yes] : [decision.yes, decision.no];
  const side = developmentSide(condition.node, place.scope);
  const inner = (branch: Decision<Expression>, holds: boolean): PolicyDraft | undefined =>
    translateDecision(branch, { ...place, development: place.development === true || side === holds });
  const [first, second] = [inner(yes, true), inner(no, false)];
  return first && second && choose(condition.node, true, first, second, condition.node, place);
}

export function translateChoice(
  condition: Expression,
  whole: ConditionalExpression,
  place: CorsPlace,
): PolicyDraft {
  const side = developmentSide(condition, place.scope);
  const inner = (node: Expression, holds: boolean): PolicyDraft =>
    translateSwitch(node, { ...place, development: place.development === true || side === holds });
  return choose(condition, true, inner(whole.whenTrue, true), inner(whole.whenFalse, false), whole, place);
}

/** The policy that a condition selects. */
export function choose(
  condition: Expression,
  holds: boolean,
  yes: PolicyDraft,
  no: PolicyDraft,
  whole: Node,
  { scope }: CorsPlace,
): PolicyDraft {
  const text = scope.portable(condition);
  if (text !== undefined)
    return choiceDraft({ condition: text, yes: holds ? yes : no, no: holds ? no : yes });
  const sentence =
    'its condition needs what only that file has, so no other origin is allowed. Use CorsModule.forRootAsync() to inject what it needs';
  return closedDraft({ sentence, original: whole.getText() });
}
