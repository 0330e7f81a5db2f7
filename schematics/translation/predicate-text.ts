import type { CallExpression, Expression, ExpressionStatement, Node, ParameterDeclaration } from 'typescript';
import { contains } from '../syntax/declarations.js';
import { isFalsyLiteral, unwrap } from '../syntax/literals.js';
import { nodesIn } from '../syntax/parsed-file.js';
import { ts } from '../syntax/typescript.js';
import { isBooleanCode } from './boolean-code.js';
import { answerOf } from './callback-outcome.js';
import type { FunctionNode } from './functions.js';
import { PortableText } from './portable-text.js';
import type { Scope } from './scope.js';

export interface PredicateText {
  readonly text: string;
  /** Whether it passed an error to its callback. */
  readonly errors: boolean;
}

/**
 * The function as a predicate, which returns the value that it passed to its callback. `undefined`
 * if it uses the callback in another way.
 */
export function predicateText(
  callback: FunctionNode,
  origin: ParameterDeclaration,
  answer: ParameterDeclaration,
  scope: Scope,
): PredicateText | undefined {
  const { body } = callback;
  if (body === undefined || !ts.isIdentifier(origin.name)) return undefined;
  const replaced = new Map<Node, string>();
  const text = new PortableText(scope, { own: [origin], home: body, replaced });
  const calls = [...nodesIn(body)]
    .filter(ts.isCallExpression)
    .filter(call => answerOf(call, answer) !== undefined);
  const uses = [...nodesIn(body)].filter(
    node => ts.isIdentifier(node) && node.text === answer.name.getText(),
  );
  const handedOn = [...nodesIn(body)].filter(ts.isCallExpression).filter(call => isCatchOf(call, answer));
  if (uses.length !== calls.length + handedOn.length) return undefined;
  let errors = handedOn.length > 0;
  for (const call of calls) {
    const given = answerOf(call, answer) ?? [];
    const returned = returnedText(given, scope, text);
    const place = returned && placeOf(call, callback);
    if (returned === undefined || place === undefined) return undefined;
    errors ||= given[0] !== undefined && !isFalsyLiteral(unwrap(given[0]));
    replaced.set(place.node, returned.isThrow ? `throw ${returned.text};` : place.write(returned.text));
    if (returned.isThrow && !ts.isStatement(place.node)) return undefined;
  }
  // `.catch(callback)`: a predicate that rejects refuses the origin.
  for (const call of handedOn) {
    const asked = ts.isPropertyAccessExpression(call.expression) ? call.expression.expression : undefined;
    const inner = asked && text.of(asked);
    if (inner !== undefined) replaced.set(call, inner);
  }
  for (const statement of promisesIn(body, calls)) {
    const inner = text.of(statement.expression);
    if (inner !== undefined) replaced.set(statement, `return ${inner.replace(/^void /, '')};`);
  }
  const code = text.of(body);
  if (code === undefined) return undefined;
  const isAsync = callback.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
  return { text: `${isAsync ? 'async ' : ''}${origin.name.text} => ${code}`, errors };
}

/** The statements that wait for a promise before they answer. */
function promisesIn(body: Node, calls: readonly CallExpression[]): readonly ExpressionStatement[] {
  return [...nodesIn(body)]
    .filter(ts.isExpressionStatement)
    .filter(statement =>
      calls.some(call => functionAround(call) !== functionAround(statement) && contains(statement, call)),
    );
}

function returnedText(
  [error, value]: readonly Expression[],
  scope: Scope,
  text: PortableText,
): { text: string; isThrow: boolean } | undefined {
  if (error !== undefined && !isFalsyLiteral(unwrap(error))) {
    if (ts.isNewExpression(unwrap(error))) return { text: 'false', isThrow: false };
    const thrown = text.of(error);
    return thrown === undefined ? undefined : { text: thrown, isThrow: true };
  }
  if (value === undefined || isFalsyLiteral(unwrap(value))) return { text: 'false', isThrow: false };
  const returned = isBooleanCode(value, scope) || isFollowUpValue(value) ? text.of(value) : undefined;
  return returned === undefined ? undefined : { text: returned, isThrow: false };
}

/** The parameter of a function after a promise. The name of the promise describes it. */
function isFollowUpValue(value: Expression): boolean {
  const inner = unwrap(value);
  if (!ts.isIdentifier(inner)) return false;
  for (let node: Node = inner; !ts.isSourceFile(node); node = node.parent) {
    if (!ts.isArrowFunction(node)) continue;
    const isOwn = node.parameters.some(({ name }) => name.getText() === inner.text);
    const call = node.parent;
    if (!isOwn || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
    const asked = call.expression.expression;
    return (
      call.expression.name.text === 'then' &&
      /(?:^|\.)(?:is|has|can|may|allows?|check|validate|verify|owns|exists)\w*\([^()]*\)$/i.test(
        asked.getText(),
      )
    );
  }
  return false;
}

interface Place {
  readonly node: Node;
  write(value: string): string;
}

/** The code that becomes a return of the value. */
function placeOf(call: CallExpression, callback: FunctionNode): Place | undefined {
  let node: Node = call;
  if (ts.isVoidExpression(node.parent)) node = node.parent;
  while (ts.isConditionalExpression(node.parent) || ts.isParenthesizedExpression(node.parent))
    node = node.parent;
  const { parent } = node;
  const owner = functionAround(call);
  const isFollowUp = owner !== callback && isChained(owner, callback);
  if (owner !== callback && !isFollowUp) return undefined;
  if (ts.isReturnStatement(parent) || parent === owner) return { node: call, write: value => value };
  if (!ts.isExpressionStatement(parent)) return undefined;
  if (node === call || ts.isVoidExpression(node)) return { node: parent, write: value => `return ${value};` };
  return undefined;
}

function functionAround(node: Node): Node {
  let outer: Node = node.parent;
  while (!ts.isFunctionLike(outer) && !ts.isSourceFile(outer)) outer = outer.parent;
  return outer;
}

/** Whether a function follows a promise that the callback returns. */
function isChained(owner: Node, callback: FunctionNode): boolean {
  let node: Node = owner.parent;
  while (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) node = node.parent;
  if (ts.isVoidExpression(node)) node = node.parent;
  const isStatement = ts.isReturnStatement(node) || ts.isExpressionStatement(node);
  return node === callback || (isStatement && functionAround(node) === callback);
}

function isCatchOf(
  { arguments: [argument], expression }: CallExpression,
  answer: ParameterDeclaration,
): boolean {
  return (
    argument !== undefined &&
    ts.isIdentifier(argument) &&
    argument.text === answer.name.getText() &&
    ts.isPropertyAccessExpression(expression) &&
    expression.name.text === 'catch'
  );
}
