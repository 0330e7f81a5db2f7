/** The label of the paths that no route serves. */
export const UNMATCHED_PATHS = 'unmatched paths';

/** The label of a named policy. */
export function namedPolicyLabel(name: string): string {
  return `named policy '${name}'`;
}

const NAMED_POLICY = "named policy '";

/**
 * Summarises labels: `GET /cats (CatsController.list) and 2 more routes`, `unmatched paths and 2
 * routes`.
 */
export function describeReach(labels: readonly string[]): string {
  const routes = labels.filter(label => label !== UNMATCHED_PATHS && !label.startsWith(NAMED_POLICY));
  const [first] = routes;
  if (labels.includes(UNMATCHED_PATHS)) {
    return first === undefined
      ? UNMATCHED_PATHS
      : `${UNMATCHED_PATHS} and ${counted(routes.length, 'route')}`;
  }
  // The place of the problem already names the policy, so only its routes are listed.
  if (first === undefined) return labels.join(', ');
  return routes.length === 1 ? first : `${first} and ${counted(routes.length - 1, 'more route')}`;
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
