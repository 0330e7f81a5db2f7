import { MAX_REQUESTED_HEADERS_LENGTH, USUAL_METHODS, describeValue } from '../policy/index.js';
import { MAX_ORIGIN_LENGTH, OPAQUE_ORIGIN } from '../fetch/index.js';
import type { ExplainedPolicy } from './explained-policy.js';
import { nearestRule } from './nearest-rule.js';
import { whyNotAllowed } from './pasted-option.js';
import { isSet, placeOf, placeToSet } from './policy-place.js';

/** Longer texts are cut when they are shown, so they cannot be pasted. */
const LONGEST_PASTED = 120;

/** Why an answer has no `Access-Control-Allow-Origin`: {@link originReason} as a sentence. */
export function originAdvice(...[explained, origin, asked]: Parameters<typeof originReason>): string {
  return `no Access-Control-Allow-Origin, since ${originReason(explained, origin, asked)}`;
}

/**
 * Why a policy does not allow an origin, and what to change.
 *
 * @param asked what its predicates did in place of an answer, if they were asked
 */
export function originReason(
  explained: ExplainedPolicy,
  origin: string,
  asked: readonly string[] | undefined,
): string {
  const { origin: rules, dangerously } = explained.effective;
  const place = placeToSet('origin', explained);
  const shown = describeValue(origin);
  if (origin.length > MAX_ORIGIN_LENGTH) {
    return `an origin of more than ${MAX_ORIGIN_LENGTH} characters is never allowed`;
  }
  if (!isSet('origin', explained)) {
    return `no level sets origin for it, so that no other origin has access${addition(explained, origin, place)}`;
  }
  if (rules?.value === false) return `origin is false in ${place}${addition(explained, origin, place)}`;
  if (origin === OPAQUE_ORIGIN && dangerously?.value === undefined) {
    return (
      'the page has an opaque origin, which any site can make' +
      advice(`serve the page from an origin of its own, or ${allowNull(place)}`)
    );
  }
  if (asked !== undefined) {
    const why = asked.length === 0 ? 'none of its predicates answered true' : asked.join(', ');
    return `origin of ${place} does not allow ${shown}: ${why}`;
  }
  const near = nearestRule(origin, rules?.value);
  const hint =
    near === undefined ? '' : ` (it has ${describeValue(near.rule)}, whose ${near.difference} is another)`;
  return `origin of ${place} does not have ${shown}${hint}${addition(explained, origin, undefined)}`;
}

/** Why `Access-Control-Allow-Methods` does not have a method, and what to change. */
export function methodAdvice(method: string, explained: readonly ExplainedPolicy[]): string {
  const lacks = `Access-Control-Allow-Methods lacks ${describeValue(method)}`;
  const upperCase = method.toUpperCase();
  if (method !== upperCase && USUAL_METHODS.includes(upperCase)) {
    return `${lacks}: methods compare case-sensitively and fetch() leaves this one as it is${advice(`write ${upperCase} in the page`)}`;
  }
  const restricted = explained.find(({ policy }) => policy.methods?.has(method) === false);
  if (restricted !== undefined) {
    const problem = whyNotAllowed(restricted.effective, { methods: [method] });
    return (
      `${lacks}, since methods of ${placeOf('methods', restricted)} does not have it` +
      advice(problem === undefined ? 'add it there, or leave methods out' : cannotStand(problem))
    );
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
    return `Access-Control-Allow-Headers never names ${shown} where credentials are allowed${advice('send the header under another name')}`;
  }
  return (
    `Access-Control-Allow-Headers lacks ${shown}, since allowedHeaders of ${placeOf('allowedHeaders', refusing)} does not have it` +
    advice(headerAddition(name, refusing))
  );
}

/** Why `enforce` refuses a request for its host. */
export function foreignHost(host: string): string {
  return `its host ${describeValue(host)} is not one of ownOrigins`;
}

/** {@link foreignHost}, and what to change. */
export function hostAdvice(host: string): string {
  return `${foreignHost(host)}${advice('add its origin to ownOrigins in CorsModule.forRoot(), or have the platform trust the proxy that tells the host')}`;
}

/** Why so long a list is not read. */
export function tooManyHeadersAdvice(length: number): string {
  return `Access-Control-Request-Headers has ${length} bytes, and more than ${MAX_REQUESTED_HEADERS_LENGTH} are refused whatever the policy`;
}

/** What to change. The refusal may be intended. */
export function advice(change: string): string {
  return `. If it should have access, ${change}`;
}

/** @param unset the place for the option, if it is not set yet */
function addition(explained: ExplainedPolicy, origin: string, unset: string | undefined): string {
  if (origin === OPAQUE_ORIGIN) return advice(allowNull(unset ?? placeToSet('origin', explained)));
  const problem = whyNotAllowed(explained.effective, { origin: [origin] });
  if (problem !== undefined) return advice(cannotStand(problem));
  if (unset === undefined) return advice('add it there');
  return advice(
    origin.length > LONGEST_PASTED
      ? `add it to origin in ${unset}`
      : `write origin: ${describeValue(origin)} in ${unset}`,
  );
}

function allowNull(place: string): string {
  return `add 'null' to origin and dangerously: { allowNullOrigin: true } in ${place}`;
}

function headerAddition(name: string, refusing: ExplainedPolicy): string {
  const problem = whyNotAllowed(refusing.effective, { allowedHeaders: [name] });
  if (problem !== undefined) return cannotStand(problem);
  if (isSet('allowedHeaders', refusing)) return 'add it there';
  const place = placeToSet('allowedHeaders', refusing);
  return name.length > LONGEST_PASTED
    ? `add it to allowedHeaders in ${place}, beside 'Content-Type'`
    : `write allowedHeaders: ['Content-Type', ${describeValue(name)}] in ${place}`;
}

function cannotStand(problem: string): string {
  return `change the page, since it cannot be added: ${problem}`;
}
