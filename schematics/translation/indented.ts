import { indentationAt } from '../syntax/parsed-file.js';
import { mapLines } from '../syntax/template-lines.js';

/**
 * The text with each further line indented. Tabs at the start of a line are steps of indentation.
 */
export function indentLines(text: string, indentation: string, step: string): string {
  return mapLines(text.replaceAll('\r\n', '\n'), line =>
    line === '' ? '' : indentation + line.replace(/^\t+/, tabs => step.repeat(tabs.length)),
  );
}

/**
 * A range of a file from a position, with its further lines as far to the left as its first line.
 */
export function dedented(text: string, file: string, start: number): string {
  const indentation = indentationAt(file, start);
  return mapLines(text, line => (line.startsWith(indentation) ? line.slice(indentation.length) : line));
}

/** Code with its further lines as far to the left as the leftmost of them allows. */
export function flushLeft(code: string): string {
  const [first = '', ...others] = code.split(/\r?\n/);
  const widths = others.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length);
  const last = others.at(-1) ?? '';
  const common = Math.min(...widths, last.length - last.trimStart().length);
  return [first, ...others.map(line => line.slice(Number.isFinite(common) ? common : 0))].join('\n');
}
