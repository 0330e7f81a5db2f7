/**
 * The known name that somebody most likely meant, or `undefined` where none is near. Case, hyphens and underscores do
 * not count, nor does the `Access-Control-` of the headers, so that `max_age` and `Access-Control-Max-Age` find `maxAge`.
 *
 * @param otherWords names that other libraries use, in lower case, for which distance is no measure
 */
export function nearestName<Name extends string>(
  written: string,
  known: readonly Name[],
  otherWords: ReadonlyMap<string, Name> = new Map(),
): Name | undefined {
  const word = comparable(written);
  const other = otherWords.get(word);
  if (other !== undefined) return other;

  let nearest: Name | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const name of known) {
    // A third of the letters wrong is a typo; more is another word. A name of any length may come in, so the lengths
    // are compared first.
    const tolerated = Math.floor(name.length / 3);
    if (Math.abs(name.length - word.length) > tolerated) continue;
    const distance = editDistance(word, comparable(name));
    if (distance > tolerated || distance >= least) continue;
    nearest = name;
    least = distance;
  }
  return nearest;
}

function comparable(name: string): string {
  return name
    .toLowerCase()
    .replace(/[-_]/g, '')
    .replace(/^accesscontrol/, '');
}

/** Levenshtein's distance, of whose table only the last row is kept. */
function editDistance(from: string, to: string): number {
  let row = Array.from(to, (_, column) => column + 1);
  let distance = to.length;
  for (const [line, letter] of Array.from(from).entries()) {
    let diagonal = line;
    let left = line + 1;
    row = row.map((above, column) => {
      const substituted = diagonal + (letter === to[column] ? 0 : 1);
      diagonal = above;
      left = Math.min(left + 1, above + 1, substituted);
      return left;
    });
    distance = left;
  }
  return distance;
}
