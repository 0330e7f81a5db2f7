import type { CompiledPolicy } from './compiled-policy.js';
import type { ResourcePolicy } from './policy-options.js';

/** From narrow to wide. An absent value leaves the header alone, which is narrower than to open it to all. */
const BY_WIDTH: readonly (ResourcePolicy | undefined)[] = [
  'same-origin',
  'same-site',
  undefined,
  'cross-origin',
];

/**
 * `Cross-Origin-Resource-Policy` of a response that may have each of several policies: the narrowest. `Origin` plays no
 * part, since the header is about requests without CORS.
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
