import { readFileSync } from 'node:fs';

/** An example of the wrong and the right, as a row of a table has it. */
export interface ExampleRow {
  /** The nearest heading above. */
  readonly section: string;
  readonly title: string;
  /** The words that the code prints about the wrong one. */
  readonly printed: string;
  readonly wrong: string;
  readonly right: string;
}

/** A fenced block of code. */
export interface CodeBlock {
  readonly section: string;
  readonly language: string;
  readonly code: string;
  /** Where it begins in the page. */
  readonly line: number;
}

/** A line of a page that is no code. */
export interface ProseLine {
  readonly section: string;
  readonly line: string;
}

/** A page of the documentation, in the parts that a test can hold against the code. */
export interface DocumentationPage {
  /** The whole text as it is read, without the escapes of Markdown. */
  readonly text: string;
  readonly rows: readonly ExampleRow[];
  readonly blocks: readonly CodeBlock[];
}

const HEADING = /^#+ (.*)$/;
const FENCE = /^```(\w*)$/;
const UNESCAPED_PIPE = /(?<!\\)\|/;
const SEPARATOR = /^\|(?: -+ \|)+$/;

/** Reads a page whose tables of examples have four columns: title, printed words, wrong, right. */
export function readPage(path: string): DocumentationPage {
  const source = readFileSync(path, 'utf8');
  const rows: ExampleRow[] = [];
  let inTable = false;
  for (const { line, section } of proseOf(source)) {
    // The row above the separator is the table's head.
    if (!line.startsWith('|')) inTable = false;
    else if (SEPARATOR.test(line)) inTable = true;
    else if (inTable) rows.push(readRow(section, line));
  }
  return { text: unescape(source), rows, blocks: blocksOf(source) };
}

/** The blocks of code of a page, independent of the subject of its tables. */
export function readBlocks(path: string): readonly CodeBlock[] {
  return blocksOf(readFileSync(path, 'utf8'));
}

/** The lines outside of blocks, each with the heading that it stands under. */
export function readProse(path: string): readonly ProseLine[] {
  return proseOf(readFileSync(path, 'utf8'));
}

/** The blocks of code of a text. */
export function blocksOf(source: string): CodeBlock[] {
  return partsOf(source).flatMap(part => ('code' in part ? [part] : []));
}

/** The lines of a text outside of blocks. */
export function proseOf(source: string): ProseLine[] {
  return partsOf(source).flatMap(part => ('code' in part ? [] : [part]));
}

function partsOf(source: string): readonly (CodeBlock | ProseLine)[] {
  const parts: (CodeBlock | ProseLine)[] = [];
  let section = '';
  let fence: { readonly language: string; readonly at: number; readonly lines: string[] } | undefined;
  for (const [index, line] of source.split('\n').entries()) {
    const language = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      if (language === undefined) {
        fence.lines.push(line);
      } else {
        parts.push({ section, language: fence.language, code: fence.lines.join('\n'), line: fence.at });
        fence = undefined;
      }
      continue;
    }
    if (language !== undefined) {
      fence = { language, at: index + 1, lines: [] };
      continue;
    }
    section = HEADING.exec(line)?.[1]?.replaceAll('`', '') ?? section;
    parts.push({ section, line });
  }
  if (fence !== undefined) throw new Error(`The block that begins at line ${fence.at} has no end`);
  return parts;
}

function readRow(section: string, line: string): ExampleRow {
  const [title, printed, wrong, right, ...others] = line.split(UNESCAPED_PIPE).slice(1, -1);
  if (title === undefined || printed === undefined || wrong === undefined || right === undefined) {
    throw new Error(`Four cells expected: ${line}`);
  }
  if (others.length > 0) throw new Error(`A pipe has to be escaped: ${line}`);
  return {
    section,
    title: title.trim(),
    printed: unescape(printed.trim()),
    wrong: codeOf(wrong),
    right: codeOf(right),
  };
}

/** In code only the pipe is escaped, and only in a table. */
function codeOf(cell: string): string {
  const code = /^`([^`]+)`$/.exec(cell.trim())?.[1];
  if (code === undefined) throw new Error(`One piece of code expected: ${cell}`);
  return code.replaceAll('\\|', '|');
}

function unescape(markdown: string): string {
  return markdown.replace(/\\([!-/:-@[-`{-~])/g, '$1');
}
