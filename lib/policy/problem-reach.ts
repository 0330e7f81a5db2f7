/** What a problem concerns that is no route: the paths that no route serves. */
export const UNMATCHED_PATHS = 'unmatched paths';

/** What a problem concerns, that is a named policy by itself. */
export function namedPolicyLabel(name: string): string {
  return `named policy '${name}'`;
}

const NAMED_POLICY = "named policy '";

/** What a problem concerns, in a few words: `GET /cats (CatsController.list) and 2 more routes`, `unmatched paths and 2 routes`. */
export function describeReach(labels: readonly string[]): string {
  const routes = labels.filter(label => label !== UNMATCHED_PATHS && !label.startsWith(NAMED_POLICY));
  const [first] = routes;
  if (labels.includes(UNMATCHED_PATHS)) {
    return first === undefined
      ? UNMATCHED_PATHS
      : `${UNMATCHED_PATHS} and ${counted(routes.length, 'route')}`;
  }
  // A named policy says by its place what it is; the routes that use it are what it reaches.
  if (first === undefined) return labels.join(', ');
  return routes.length === 1 ? first : `${first} and ${counted(routes.length - 1, 'more route')}`;
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
