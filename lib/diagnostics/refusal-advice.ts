import { USUAL_METHODS, describeValue } from '../policy/index.js';
import { MAX_REQUESTED_HEADERS_LENGTH } from '../policy/requested-headers.js';
import { OPAQUE_ORIGIN } from '../fetch/opaque-origin.js';
import { MAX_ORIGIN_LENGTH } from '../fetch/origin.js';
import type { ExplainedPolicy } from './explained-policy.js';
import { nearestRule } from './nearest-rule.js';
import { isSet, placeOf, placeToSet } from './policy-place.js';

/**
 * Why a policy does not allow an origin, and what to change.
 *
 * @param asked what its predicates did other than answer, if they were asked
 */
export function originAdvice(
  explained: ExplainedPolicy,
  origin: string,
  asked: readonly string[] | undefined,
): string {
  return `no Access-Control-Allow-Origin, since ${originReason(explained, origin, asked)}`;
}

function originReason(
  explained: ExplainedPolicy,
  origin: string,
  asked: readonly string[] | undefined,
): string {
  const place = placeToSet('origin', explained);
  const shown = describeValue(origin);
  const { origin: rules, dangerously } = explained.effective;
  if (origin.length > MAX_ORIGIN_LENGTH) {
    return `an origin of more than ${MAX_ORIGIN_LENGTH} characters is never allowed`;
  }
  if (!isSet('origin', explained)) {
    return `no level sets origin for it, and nobody has access by default: write origin: ${shown} in ${place}`;
  }
  if (rules?.value === false)
    return `origin is false in ${place}: write origin: ${shown} there to let its pages read`;
  if (origin === OPAQUE_ORIGIN && dangerously?.value === undefined) {
    return (
      'the page has an opaque origin, which anybody can make: serve it from an origin of its own, ' +
      `or add 'null' and dangerously: { allowNullOrigin: true } in ${place}`
    );
  }
  if (asked !== undefined) {
    const why = asked.length === 0 ? 'none of its predicates answered true' : asked.join(', ');
    return `origin of ${place} does not allow ${shown}: ${why}`;
  }
  const near = nearestRule(origin, rules?.value);
  const hint =
    near === undefined ? '' : ` (it has ${describeValue(near.rule)}, whose ${near.difference} is another)`;
  return `origin of ${place} does not have ${shown}${hint}: add it there`;
}

/** Why `Access-Control-Allow-Methods` does not have a method, and what to change. */
export function methodAdvice(method: string, explained: readonly ExplainedPolicy[]): string {
  const lacks = `Access-Control-Allow-Methods lacks ${describeValue(method)}`;
  const restricted = explained.find(({ policy }) => policy.methods?.has(method) === false);
  if (restricted !== undefined) {
    return `${lacks}, since methods of ${placeOf('methods', restricted)} does not have it: add it there, or leave methods out`;
  }
  const upperCase = method.toUpperCase();
  if (method !== upperCase && USUAL_METHODS.includes(upperCase)) {
    return `${lacks}: methods compare case-sensitively and fetch() leaves this one as it is, so write ${upperCase}`;
  }
  const [unserved] = explained.filter(({ handler }) => handler === undefined);
  if (unserved === undefined) return `${lacks}, which is no method that an answer can name`;
  return `${lacks}: no route of Nest serves it here, and ${placeToSet('methods', unserved)} stands for ${USUAL_METHODS.join(', ')} until methods there names others`;
}

/** Why `Access-Control-Allow-Headers` does not have a header, and what to change. */
export function headerAdvice(name: string, explained: readonly ExplainedPolicy[]): string {
  const shown = describeValue(name);
  const refusing = explained.find(
    ({ policy: { allowedHeaders } }) => allowedHeaders !== '*' && !allowedHeaders.names.has(name),
  );
  if (refusing === undefined) {
    return `Access-Control-Allow-Headers never names ${shown} where credentials are allowed: send the header under another name`;
  }
  const mend = isSet('allowedHeaders', refusing)
    ? 'add it there'
    : `write allowedHeaders: ['Content-Type', ${shown}] in ${placeToSet('allowedHeaders', refusing)}`;
  return `Access-Control-Allow-Headers lacks ${shown}, since allowedHeaders of ${placeOf('allowedHeaders', refusing)} does not have it: ${mend}`;
}

/** Why so long a list is not read. */
export function tooManyHeadersAdvice(length: number): string {
  return `Access-Control-Request-Headers has ${length} bytes, and more than ${MAX_REQUESTED_HEADERS_LENGTH} are refused whatever the policy`;
}
