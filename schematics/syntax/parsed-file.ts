import type { Node, SourceFile } from 'typescript';
import { ts } from './typescript.js';

export function parse(path: string, text: string): SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** The node and all nodes below it, in the order of the text. */
export function* nodesIn(node: Node): Generator<Node> {
  yield node;
  const children: Node[] = [];
  ts.forEachChild(node, child => {
    children.push(child);
  });
  for (const child of children) yield* nodesIn(child);
}

export function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The white space at the start of the line that contains the position. */
export function indentationAt(text: string, position: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, position)))?.[0] ?? '';
}

/** One step of indentation in the style of the file. */
export function indentationStep(text: string): string {
  const first = /^(?:\t|(?: {2}){1,4})(?=[^\s*])/m.exec(text)?.[0];
  return first ?? '  ';
}

export function lineStart(text: string, position: number): number {
  return text.lastIndexOf('\n', position - 1) + 1;
}

/** The start of the next line. */
export function lineEnd(text: string, position: number): number {
  const end = text.indexOf('\n', position);
  return end === -1 ? text.length : end + 1;
}
