import type { Expression, ParameterDeclaration } from 'typescript';
import { declarationOf } from '../syntax/declarations.js';
import { isFalsyLiteral, unwrap } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import { type ConditionSetting, readCondition, valueAt } from './conditions.js';
import type { Bindings } from './decision.js';
import type { Formula } from './formula.js';
import { isBooleanCode } from './boolean-code.js';
import { readRegExp } from './origin-rules.js';

/** The arguments of a callback. */
export interface Outcome {
  readonly allows: Formula;
  readonly error: boolean;
}

/**
 * The outcome of `callback(error, value)`. `undefined` if the expression is no such call, or if its
 * arguments are not known.
 */
export function callbackOutcome(
  expression: Expression,
  bindings: Bindings,
  answer: ParameterDeclaration,
  setting: ConditionSetting,
): Outcome | undefined {
  const given = answerOf(expression, answer);
  if (given === undefined) return undefined;
  const [error, value] = given;
  if (error !== undefined && !isFalsyLiteral(unwrap(error))) return { allows: false, error: true };
  if (value === undefined) return { allows: false, error: false };
  const allows = allowedBy(valueAt(value, bindings), bindings, setting);
  return allows === undefined ? undefined : { allows, error: false };
}

/** The arguments of the callback, if the expression calls it. */
export function answerOf(
  expression: Expression,
  answer: ParameterDeclaration,
): readonly Expression[] | undefined {
  if (!ts.isCallExpression(expression) || !ts.isIdentifier(expression.expression)) return undefined;
  return declarationOf(expression.expression) === answer ? expression.arguments : undefined;
}

/** `true`, a condition, a value of `origin`, or the origin itself. */
function allowedBy(value: Expression, bindings: Bindings, setting: ConditionSetting): Formula | undefined {
  if (setting.isOrigin(value)) return setting.hasOrigin;
  const resolved = setting.scope.resolve(value);
  if (ts.isStringLiteralLike(resolved) && resolved.text === '*') return true;
  if (ts.isStringLiteralLike(resolved) || ts.isArrayLiteralExpression(resolved) || readRegExp(resolved)) {
    return isFalsyLiteral(resolved) ? false : { kind: 'member', of: resolved };
  }
  return isBooleanCode(value, setting.scope) ? readCondition(value, bindings, setting) : undefined;
}
