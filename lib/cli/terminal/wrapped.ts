/** Text in lines of a width, broken between words if possible. */
export function wrapped(text: string, width: number, first = '', next = ' '.repeat(first.length)): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(/ +/).flatMap(each => pieces(each, width - next.length))) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = next;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** A word that is longer than a line, for example a URL, in pieces that fit. */
function pieces(word: string, width: number): string[] {
  const longest = Math.max(width, 10);
  if (word.length <= longest) return [word];
  return [word.slice(0, longest), ...pieces(word.slice(longest), width)];
}
