/** The text with each further line indented; tabs in front stand for steps. A template's lines are its value, and stay. */
export function indentLines(text: string, indentation: string, step: string): string {
  if (text.includes('`')) return text;
  const [first = '', ...others] = text.split(/\r?\n/);
  const indented = others.map(line => indentation + line.replace(/^\t+/, tabs => step.repeat(tabs.length)));
  return [first, ...indented].join('\n');
}
