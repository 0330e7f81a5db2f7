import type { Expression, Node, SourceFile } from 'typescript';
import { constInitializer } from '../syntax/constants.js';
import { unwrap } from '../syntax/literals.js';
import { nodesIn } from '../syntax/parsed-file.js';
import { ts } from '../syntax/typescript.js';

// What every module of Node has.
const GLOBALS = new Set([
  ...['process', 'undefined', 'NaN', 'Infinity', 'JSON', 'Math', 'Object', 'Array', 'Boolean', 'Number'],
  ...['String', 'RegExp', 'Set', 'URL', 'parseInt', 'parseFloat', 'isNaN'],
]);
const DEEPEST = 8;

/** What the names of one file mean, and how an expression of it can be written in another. */
export class Scope {
  constructor(private readonly source: SourceFile) {}

  /** The expression behind parentheses, types and names of constants. */
  resolve(node: Expression): Expression {
    let resolved = unwrap(node);
    for (let depth = 0; depth < DEEPEST && ts.isIdentifier(resolved); depth += 1) {
      const value = constInitializer(this.source, resolved.text);
      if (value === undefined) break;
      resolved = value;
    }
    return resolved;
  }

  /** The expression for another file; `undefined` where it needs a name that only this file has. */
  portable(node: Expression, depth = 0): string | undefined {
    if (depth > DEEPEST || needsItsPlace(node)) return undefined;
    const own = new Set([...nodesIn(node)].filter(ts.isParameter).map(({ name }) => name.getText()));
    const replaced: { node: Node; text: string }[] = [];
    for (const inner of nodesIn(node)) {
      if (!ts.isIdentifier(inner) || isMereName(inner) || own.has(inner.text)) continue;
      const value = constInitializer(this.source, inner.text);
      if (value === undefined) {
        if (GLOBALS.has(inner.text)) continue;
        return undefined;
      }
      const text = this.portable(value, depth + 1);
      if (text === undefined) return undefined;
      const shorthand = ts.isShorthandPropertyAssignment(inner.parent) ? `${inner.text}: ` : '';
      const whole = inner === node || ts.isLiteralExpression(value) || shorthand !== '';
      replaced.push({ node: inner, text: shorthand + (whole ? text : `(${text})`) });
    }
    const start = node.getStart();
    return replaced.reduceRight(
      (text, { node: { end }, node: inner, text: value }) =>
        text.slice(0, inner.getStart() - start) + value + text.slice(end - start),
      node.getText(),
    );
  }
}

/** Whether it means something only where it stands. */
function needsItsPlace(node: Node): boolean {
  return [...nodesIn(node)].some(
    inner =>
      ts.isAwaitExpression(inner) ||
      ts.isTypeReferenceNode(inner) ||
      ts.isMetaProperty(inner) ||
      inner.kind === ts.SyntaxKind.ThisKeyword ||
      inner.kind === ts.SyntaxKind.ImportKeyword,
  );
}

/** The name of a property or parameter, which refers to nothing. */
function isMereName(node: Node): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ts.isParameter(parent)
  );
}
