import { isCorsSafelistedMethod } from '../../fetch/index.js';
import { type FetchResponse, extractDeltaSeconds, extractTokens } from '../../browser/index.js';
import type { DeclaredPolicy } from '../surface/declared-policy.js';
import { ALLOW_CREDENTIALS, MAX_AGE, allowedOrigin, allows, isOk, variesBy } from './cors-headers.js';
import { OTHER_ORIGIN } from './observation.js';

/** A difference between a server and a row. */
export interface Difference {
  readonly what: string;
  /** Whether the server allows more than the row. */
  readonly wider: boolean;
}

const EXPOSE = 'Access-Control-Expose-Headers';
const RESOURCE_POLICY = 'Cross-Origin-Resource-Policy';

export function wider(what: string): Difference {
  return { what, wider: true };
}

export function narrower(what: string): Difference {
  return { what, wider: false };
}

export function verdictOn({ origins }: DeclaredPolicy, origin: string): 'allowed' | 'refused' | 'ask' {
  return origins.matcher.verdict(origin);
}

/** Whether a browser would send the actual request after a preflight. */
export function grants(
  answer: FetchResponse | undefined,
  origin: string,
  method: string,
  names: readonly string[],
): boolean {
  if (answer === undefined || !isOk(answer) || !allows(answer, origin)) return false;
  const listed = (name: string) => {
    const tokens = extractTokens(name, answer.headers);
    return typeof tokens === 'string' ? [] : tokens;
  };
  const methods = listed('Access-Control-Allow-Methods');
  const headers = listed('Access-Control-Allow-Headers').map(name => name.toLowerCase());
  return (
    (isCorsSafelistedMethod(method) || methods.includes(method) || methods.includes('*')) &&
    (headers.includes('*') || names.every(name => headers.includes(name)))
  );
}

export function compareActual(policy: DeclaredPolicy, answer: FetchResponse, origin: string): Difference[] {
  const who = origin === OTHER_ORIGIN ? `the response to ${origin}` : 'the response';
  const verdict = verdictOn(policy, origin);
  const isRead = allows(answer, origin);
  const others = [
    ...(policy.origins.any ||
    policy.origins.strings.length + policy.origins.opaque.length === 0 ||
    variesBy(answer, 'Origin')
      ? []
      : [narrower(`${who} has no 'Vary: Origin'`)]),
    ...compareResourcePolicy(policy, answer, who),
  ];
  if (verdict === 'refused')
    return [
      ...(isRead ? [wider(`${who} can be read`)] : []),
      ...(policy.enforces && answer.status !== 403
        ? [wider(`${who} is ${answer.status}, not the 403 of enforce`)]
        : []),
      ...others,
    ];
  if (!isRead)
    return verdict === 'ask'
      ? others
      : [
          narrower(`${who} cannot be read: ${allowedOrigin(answer) ?? 'no Access-Control-Allow-Origin'}`),
          ...others,
        ];
  return [
    ...compareOrigin(policy, answer, who),
    ...compareList(EXPOSE, policy.exposedHeaders, answer, true),
    ...others,
  ];
}

/** Differences of a response that allows the origin. */
export function compareOrigin(
  { origins, credentials }: DeclaredPolicy,
  answer: FetchResponse,
  who: string,
): Difference[] {
  const sends = answer.headers.get(ALLOW_CREDENTIALS) === 'true';
  return [
    ...(allowedOrigin(answer) === '*' && !origins.any ? [wider(`${who} allows any origin`)] : []),
    ...(allowedOrigin(answer) !== '*' && origins.any ? [narrower(`${who} names one origin, not any`)] : []),
    ...(sends && !credentials ? [wider(`${who} allows credentials`)] : []),
    ...(!sends && credentials ? [narrower(`${who} does not allow credentials`)] : []),
  ];
}

export function compareList(
  header: string,
  declared: DeclaredPolicy['allowedHeaders'],
  answer: FetchResponse,
  isComplete: boolean,
): Difference[] {
  const tokens = extractTokens(header, answer.headers);
  if (tokens === 'failure') return [narrower(`${header} cannot be read`)];
  if (declared.any) return [];
  const ofMethods = header.endsWith('Methods');
  const sent = (tokens === 'absent' ? [] : tokens).map(token => (ofMethods ? token : token.toLowerCase()));
  const more = sent.filter(token => !declared.names.includes(token));
  const less = isComplete ? declared.names.filter(name => !sent.includes(name)) : [];
  return [
    ...(more.length > 0 ? [wider(`${header} has ${more.join(', ')}, which is not declared`)] : []),
    ...(less.length > 0 ? [narrower(`${header} lacks ${less.join(', ')}`)] : []),
  ];
}

export function compareMaxAge({ maxAge }: DeclaredPolicy, answer: FetchResponse): Difference[] {
  const sent = extractDeltaSeconds(MAX_AGE, answer.headers);
  if (sent === (maxAge ?? 'absent')) return [];
  const text = answer.headers.get(MAX_AGE);
  return [
    narrower(
      `${MAX_AGE} is ${text === undefined ? 'not sent' : `'${text}'`}, and the declared value is ${maxAge ?? 'none'}`,
    ),
  ];
}

function compareResourcePolicy(
  { resourcePolicy }: DeclaredPolicy,
  answer: FetchResponse,
  who: string,
): Difference[] {
  const sent = answer.headers.get(RESOURCE_POLICY);
  if (resourcePolicy === undefined || sent === resourcePolicy) return [];
  return [
    narrower(
      `${RESOURCE_POLICY} of ${who} is ${sent ?? 'not sent'}, and the declared value is ${resourcePolicy}`,
    ),
  ];
}
