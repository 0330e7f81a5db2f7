const MOST_NAMES = 20;

/** Joins names as `A, B and C`. A long list ends in a number, as in `A, B and 7 more`. */
export function listedPlaces(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  const shown = rest > 0 ? [...names.slice(0, MOST_NAMES), `${rest} more`] : names;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
