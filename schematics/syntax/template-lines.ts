/** Changes each line of code behind the first; a template's lines are its value, and stay. */
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
