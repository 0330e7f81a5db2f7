import type { ArrayLiteralExpression, Node, ObjectLiteralExpression, SourceFile } from 'typescript';
import { constInitializer } from '../syntax/constants.js';
import { findMember, unwrap } from '../syntax/literals.js';
import { indentationAt, indentationStep, lineBreakOf, lineEnd, lineStart } from '../syntax/parsed-file.js';
import type { TextChange } from '../syntax/text-change.js';
import { ts } from '../syntax/typescript.js';

/** The text of the new member, for the indentation of the line in which it starts. */
export type MemberText = (indentation: string) => string;

/** Adds a member at the end of `imports`, in the style of the metadata. */
export function addToImports(
  source: SourceFile,
  metadata: ObjectLiteralExpression,
  member: MemberText,
): TextChange[] {
  const imports = findMember(metadata, 'imports');
  if (imports === undefined) return [addProperty(source, metadata, member)];
  const indentation = indentationAt(source.text, imports.getStart());
  if (ts.isPropertyAssignment(imports)) {
    const value = unwrap(imports.initializer);
    if (ts.isArrayLiteralExpression(value)) return addToList(source, value, member);
    const { initializer } = imports;
    const text = `[...${initializer.getText()}, ${member(indentation)}]`;
    return [{ start: initializer.getStart(), end: initializer.end, text }];
  }
  if (ts.isShorthandPropertyAssignment(imports)) {
    return [insertAt(imports.end, `: [...imports, ${member(indentation)}]`)];
  }
  throw new Error(`${source.fileName}: imports of @Module() is no list. Import CorsModule yourself.`);
}

function addToList(source: SourceFile, list: ArrayLiteralExpression, member: MemberText): TextChange[] {
  const { text } = source;
  const { elements } = list;
  const last = elements.at(-1);
  if (last === undefined) return [addToEmptyList(source, list, member)];
  if (!beginsLine(text, last))
    return [insertAt(last.end, `, ${member(indentationAt(text, last.getStart()))}`)];

  const indentation = indentationAt(text, last.getStart());
  const added =
    lineBreakOf(text) + indentation + member(indentation) + (elements.hasTrailingComma ? ',' : '');
  const end = elements.hasTrailingComma ? elements.end : last.end;
  const comma = elements.hasTrailingComma ? [] : [insertAt(last.end, ',')];
  // A comment after the last member stays after it.
  const rest = text.slice(end, lineEnd(text, end));
  const restEnd = end + rest.trimEnd().length;
  if (restEnd < list.end) return [...comma, insertAt(restEnd, added)];
  return [insertAt(end, (comma.length > 0 ? ',' : '') + added)];
}

function addToEmptyList(source: SourceFile, list: ArrayLiteralExpression, member: MemberText): TextChange {
  const { text } = source;
  const closing = list.end - 1;
  const indentation = indentationAt(text, list.end);
  if (text.slice(list.getStart() + 1, closing).trim() === '') {
    const outer = indentationAt(text, list.getStart());
    return { start: list.getStart(), end: list.end, text: listOf(source, member, outer) };
  }
  const start = lineStart(text, closing);
  if (text.slice(start, closing).trim() !== '') return insertAt(closing, ` ${member(indentation)}`);
  const inner = indentation + indentationStep(text);
  return insertAt(start, `${inner}${member(inner)},${lineBreakOf(text)}`);
}

function addProperty(source: SourceFile, metadata: ObjectLiteralExpression, member: MemberText): TextChange {
  const { text } = source;
  const eol = lineBreakOf(text);
  const outer = indentationAt(text, metadata.getStart());
  const step = indentationStep(text);
  const first = metadata.properties[0];
  const last = metadata.properties.at(-1);
  if (first === undefined || last === undefined) {
    const line = `imports: ${listOf(source, member, outer)}`;
    const broken = `${eol}${outer}${step}imports: ${listOf(source, member, outer + step)},${eol}${outer}`;
    const start = metadata.getStart() + 1;
    const blank = text.slice(start, metadata.end - 1).trim() === '';
    const fits = !line.includes('\n') && !text.slice(start, metadata.end).includes('\n');
    return { start, end: blank ? metadata.end - 1 : start, text: fits ? ` ${line} ` : broken };
  }
  const indentation = indentationAt(text, first.getStart());
  const inherited = inheritedImports(source, metadata);
  if (inherited !== '') {
    const property = `imports: [${inherited}${member(indentation)}]`;
    // After the spread, which would otherwise replace it.
    return insertAt(last.end, beginsLine(text, last) ? `,${eol}${indentation}${property}` : `, ${property}`);
  }
  const property = `imports: ${listOf(source, member, indentation)}`;
  if (!beginsLine(text, first)) return insertAt(first.getStart(), `${property}, `);
  return insertAt(metadata.getStart() + 1, `${eol}${indentation}${property},`);
}

/** A list with only this member. A long member has lines of its own. */
function listOf({ text }: SourceFile, member: MemberText, indentation: string): string {
  const line = member(indentation);
  if (!line.includes('\n')) return `[${line}]`;
  const eol = lineBreakOf(text);
  const inner = indentation + indentationStep(text);
  return `[${eol}${inner}${member(inner)},${eol}${indentation}]`;
}

/** The members that spread lists contain. */
function inheritedImports(source: SourceFile, metadata: ObjectLiteralExpression): string {
  return metadata.properties
    .filter(ts.isSpreadAssignment)
    .map(({ expression }) => {
      const base = ts.isIdentifier(expression) ? constInitializer(source, expression.text) : undefined;
      const known =
        base && ts.isObjectLiteralExpression(base) && !base.properties.some(ts.isSpreadAssignment);
      if (!known)
        return `...(${ts.isIdentifier(expression) ? expression.text : `(${expression.getText()})`}.imports ?? []), `;
      return findMember(base, 'imports') ? `...${expression.getText()}.imports, ` : '';
    })
    .join('');
}

function beginsLine(text: string, node: Node): boolean {
  return text.slice(lineStart(text, node.getStart()), node.getStart()).trim() === '';
}

function insertAt(position: number, text: string): TextChange {
  return { start: position, end: position, text };
}
