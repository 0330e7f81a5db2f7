import type { CompiledPolicy } from './compiled-policy.js';
import type { ResourcePolicy } from './policy-options.js';

/**
 * From strict to open. `undefined` leaves the header as it is, which is stricter than
 * `cross-origin`.
 */
const BY_WIDTH: readonly (ResourcePolicy | undefined)[] = [
  'same-origin',
  'same-site',
  undefined,
  'cross-origin',
];

/**
 * The value of `Cross-Origin-Resource-Policy` if several policies apply: the strictest. `Origin`
 * has no effect, because the header is for requests without CORS.
 *
 * @see https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header
 */
export function commonResourcePolicy(policies: readonly CompiledPolicy[]): ResourcePolicy | undefined {
  const [first, ...others] = policies.map(({ resourcePolicy }) => resourcePolicy);
  return others.reduce(narrower, first);
}

function narrower(
  one: ResourcePolicy | undefined,
  other: ResourcePolicy | undefined,
): ResourcePolicy | undefined {
  return BY_WIDTH.indexOf(one) < BY_WIDTH.indexOf(other) ? one : other;
}
