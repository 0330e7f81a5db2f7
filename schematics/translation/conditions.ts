import type { BinaryExpression, Expression } from 'typescript';
import { isFalsyLiteral, unwrap } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import { type Bindings, boundValue } from './decision.js';
import { allOf, anyOf, type Formula, negated } from './formula.js';
import type { Scope } from './scope.js';

/** The context in which conditions are read. */
export interface ConditionSetting {
  readonly scope: Scope;
  /** Whether the expression is the origin of the request. */
  isOrigin(node: Expression): boolean;
  /** Whether the request has one. */
  readonly hasOrigin: boolean;
}

/** The conditions for which an expression is true, with and without an origin. */
export function readCondition(node: Expression, bindings: Bindings, setting: ConditionSetting): Formula {
  const value = valueAt(node, bindings);
  const inner = (part: Expression): Formula => readCondition(part, bindings, setting);
  if (value.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (isFalsyLiteral(value)) return false;
  if (setting.isOrigin(value)) return setting.hasOrigin;
  const atom: Formula = { kind: 'atom', node: value, negated: false };
  if (ts.isPrefixUnaryExpression(value) && value.operator === ts.SyntaxKind.ExclamationToken) {
    return negated(inner(value.operand)) ?? atom;
  }
  if (ts.isConditionalExpression(value)) {
    const condition = inner(value.condition);
    const opposite = negated(condition);
    if (opposite === undefined) return atom;
    return anyOf(allOf(condition, inner(value.whenTrue)), allOf(opposite, inner(value.whenFalse)));
  }
  if (ts.isCallExpression(value) && value.expression.getText() === 'Boolean') {
    const [argument] = value.arguments;
    return argument === undefined ? false : inner(argument);
  }
  if (ts.isBinaryExpression(value)) return readBinary(value, inner, setting) ?? atom;
  return readNamed(value, inner, setting) ?? atom;
}

/** The value of a name at a position, if it is known. */
export function valueAt(node: Expression, bindings: Bindings): Expression {
  let value = unwrap(node);
  for (let depth = 0; depth < 8 && ts.isIdentifier(value); depth += 1) {
    const bound = boundValue(value, bindings);
    if (bound === undefined) break;
    value = unwrap(bound);
  }
  return value;
}

function readBinary(
  value: BinaryExpression,
  inner: (part: Expression) => Formula,
  setting: ConditionSetting,
): Formula | undefined {
  const operator = value.operatorToken.getText();
  if (operator === '||' || operator === '??') return anyOf(inner(value.left), inner(value.right));
  if (operator === '&&') return allOf(inner(value.left), inner(value.right));
  return readPresence(value, setting);
}

/** `origin === undefined`, `typeof origin === 'undefined'`, and the opposites. */
function readPresence(value: BinaryExpression, setting: ConditionSetting): Formula | undefined {
  const { hasOrigin } = setting;
  const isOrigin = (node: Expression): boolean => setting.isOrigin(node);
  const operator = value.operatorToken.getText();
  if (!/^[!=]==?$/.test(operator)) return undefined;
  const sides = [unwrap(value.left), unwrap(value.right)];
  const types = sides.some(side => ts.isTypeOfExpression(side) && isOrigin(side.expression));
  const named = sides.find(ts.isStringLiteralLike)?.text;
  const asksForAbsence = types
    ? named === 'undefined'
    : sides.some(isOrigin) && sides.some(side => isFalsyLiteral(side));
  if (!asksForAbsence && !(types && named === 'string')) return undefined;
  const equal = operator.startsWith('=');
  return asksForAbsence ? equal !== hasOrigin : equal === hasOrigin;
}

/** A constant that is a condition. */
function readNamed(
  value: Expression,
  inner: (part: Expression) => Formula,
  { scope }: ConditionSetting,
): Formula | undefined {
  if (!ts.isIdentifier(value)) return undefined;
  const resolved = scope.resolve(value);
  const isLogic =
    ts.isPrefixUnaryExpression(resolved) ||
    (ts.isBinaryExpression(resolved) && /^(?:\|\||&&)$/.test(resolved.operatorToken.getText()));
  return resolved !== value && isLogic && scope.isLocal(value) ? inner(resolved) : undefined;
}
