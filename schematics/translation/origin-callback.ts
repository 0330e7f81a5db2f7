import type { Expression, Node, ParameterDeclaration } from 'typescript';
import { declarationOf } from '../syntax/declarations.js';
import { unwrap } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import { readCondition } from './conditions.js';
import { type Decision, type DecisionReader, holdsWhere, leavesOf, readDecision } from './decision.js';
import type { Formula } from './formula.js';
import type { FunctionNode } from './functions.js';
import { callbackOutcome, type Outcome } from './callback-outcome.js';
import { translateFormula } from './origin-formula.js';
import { predicateText } from './predicate-text.js';
import type { CorsSetting } from './setting.js';
import { NO_ORIGIN, refuse, type TranslatedOrigin } from './translated-origin.js';

const FUNCTION =
  'this function could not be translated, so no other origin is allowed. Here a predicate returns true or false, or a promise, and is never asked without an origin, such as: origin: origin => isAllowed(origin)';

const REFUSED_WITH_ERROR =
  'an origin that is not allowed got an error, and no handler ran. enforce keeps it so, with 403 as the status';

const WITHOUT_ORIGIN =
  'requests without an Origin header got an error too. Policies leave them alone: add a guard if that was meant';

/** The origins that a function with a callback, `(origin, callback) => …`, allows. */
export function translateCallback(
  callback: FunctionNode,
  node: Node,
  setting: CorsSetting,
): TranslatedOrigin {
  const [origin, answer] = callback.parameters;
  if (origin === undefined || answer === undefined) return refuse(FUNCTION, node);
  const isOrigin = (expression: Expression): boolean => refersTo(expression, origin);
  const decision = (hasOrigin: boolean): Decision<Outcome> | undefined =>
    readDecision(callback, readerOf(answer, { hasOrigin, isOrigin, scope: setting.scope }));

  const present = decision(true);
  const allowed = present && holdsWhere(present, ({ allows }) => allows);
  const listed =
    allowed === undefined
      ? undefined
      : translateFormula(allowed, { ...setting, isOrigin, origin, predicates: true });
  const translated = listed ?? predicate(callback, origin, answer, setting);
  if (translated === undefined) return refuse(FUNCTION, node);

  const errors = present === undefined ? translated.enforce : leavesOf(present).some(({ error }) => error);
  const absent = decision(false);
  const failsWithout =
    errors &&
    (absent === undefined
      ? !/if \(!\w+/.test(callback.getText())
      : leavesOf(absent).some(({ error }) => error));
  return {
    ...translated,
    enforce: errors,
    notes: [
      ...translated.notes,
      ...(errors ? [{ sentence: REFUSED_WITH_ERROR }] : []),
      ...(failsWithout ? [{ sentence: WITHOUT_ORIGIN, original: `origin: ${node.getText()}` }] : []),
    ],
  };
}

function readerOf(
  answer: ParameterDeclaration,
  condition: Parameters<typeof readCondition>[2],
): DecisionReader<Outcome> {
  return {
    condition: (expression, bindings): Formula => readCondition(expression, bindings, condition),
    leafOf: (expression, _returned, bindings) => {
      const leaf = callbackOutcome(expression, bindings, answer, condition);
      return leaf && { leaf };
    },
  };
}

function predicate(
  callback: FunctionNode,
  origin: ParameterDeclaration,
  answer: ParameterDeclaration,
  { scope }: CorsSetting,
): TranslatedOrigin | undefined {
  const written = predicateText(callback, origin, answer, scope);
  if (written === undefined) return undefined;
  return { ...NO_ORIGIN, text: written.text, enforce: written.errors };
}

function refersTo(node: Expression, parameter: ParameterDeclaration): boolean {
  const inner = unwrap(node);
  return ts.isIdentifier(inner) && declarationOf(inner) === parameter;
}
