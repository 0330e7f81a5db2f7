/**
 * The known name that the user most likely meant; `undefined` if no name is similar. Case, hyphens,
 * underscores and the prefix `Access-Control-` are ignored, so `max_age` and
 * `Access-Control-Max-Age` give `maxAge`.
 *
 * @param otherWords names of other libraries in lower case, which need not be similar
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
    // Up to a third of wrong letters is a typo. The lengths are compared first, because the written
    // name can be very long.
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

/** The Levenshtein distance. Only the last row of the table is kept. */
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
