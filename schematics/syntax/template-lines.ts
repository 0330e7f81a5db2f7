/**
 * Changes each line of code after the first. The lines of a template literal are part of its value,
 * and do not change.
 */
export function mapLines(text: string, change: (line: string) => string): string {
  let isInTemplate = false;
  return text
    .split('\n')
    .map((line, index) => {
      const changed = index === 0 || isInTemplate ? line : change(line);
      const marks = line.replace(/\\./g, '').match(/`/g) ?? [];
      if (marks.length % 2 === 1) isInTemplate = !isInTemplate;
      return changed;
    })
    .join('\n');
}
