import type { FetchResponse } from '../../browser/index.js';
import { variesBy } from './cors-headers.js';
import type { Culprit } from './finding.js';

/** The source of a response, and the evidence for it. */
export interface Answerer {
  readonly who: Culprit;
  readonly evidence: string;
}

const PAGES_OF_PROXIES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/<center>(?:nginx|openresty|tengine)\b/i, 'nginx'],
  [/<address>Apache\b/i, 'Apache'],
  [/<center>cloudflare<|cf-error|Cloudflare Ray ID/i, 'Cloudflare'],
  [/Varnish cache server/i, 'Varnish'],
  [/ERROR: The request could not be satisfied/i, 'CloudFront'],
  [/no healthy upstream|upstream connect error/i, 'Envoy'],
];
const NEST_ERROR = /^\s*\{[^{}]*"statusCode"\s*:\s*\d{3}\b/;
const EXPRESS_ERROR = /<pre>Cannot [A-Z]+ \//;
const SERVER_HEADERS = ['Server', 'Via'];

/** The source of a response, from the response itself and another one of the same server. */
export function answererOf(answer: FetchResponse, other: FetchResponse | undefined): Answerer {
  const body = answer.body.toString('latin1');
  const page = PAGES_OF_PROXIES.find(([pattern]) => pattern.test(body));
  if (page !== undefined) return { who: 'proxy', evidence: `The body is an error page of ${page[1]}.` };
  if (isPreflightAnswer(answer)) return { who: 'application', evidence: 'It comes from a CORS library.' };
  if (NEST_ERROR.test(body) || EXPRESS_ERROR.test(body))
    return { who: 'application', evidence: 'The body is an error of Nest or Express.' };
  const differing = differingServerHeader(answer, other);
  if (differing === undefined) return { who: 'server', evidence: '' };
  const [own, others] = [answer, other].map(each => each?.headers.get(differing) ?? 'none');
  return {
    who: 'proxy',
    evidence: `Its ${differing} is ${own ?? ''}, and that of the response to the request is ${others ?? ''}.`,
  };
}

/** A header whose values show that two responses come from different servers. */
export function differingServerHeader(
  one: FetchResponse,
  other: FetchResponse | undefined,
): string | undefined {
  return SERVER_HEADERS.find(
    name => other !== undefined && one.headers.get(name) !== other.headers.get(name),
  );
}

/** Whether a CORS implementation answered: its `Vary` names what a preflight asks for. */
export function isPreflightAnswer(answer: FetchResponse): boolean {
  return variesBy(answer, 'Access-Control-Request-Headers') && !variesBy(answer, 'any');
}
