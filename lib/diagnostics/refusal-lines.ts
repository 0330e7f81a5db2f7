import type { DecisionRefusal, DecisionReport, RehearsalReport } from '../exchange/index.js';
import { checkOwnOrigins, describeValue, quote } from '../policy/index.js';
import { explainedPolicies } from './explained-policy.js';
import {
  advice,
  foreignHost,
  headerAdvice,
  hostAdvice,
  methodAdvice,
  originReason,
  tooManyHeadersAdvice,
} from './refusal-advice.js';
import { isBelow, withoutQuery } from './shown-path.js';

const MOST_HEADERS = 3;
const NOT_FOUND = 404;
const COUNTED = 'Further ones are counted.';
/** With `enforce: 'report'`. */
const WOULD_REFUSE = 'enforce: true would refuse';
const HANDSHAKES_WOULD_REFUSE = 'handshakes: true would refuse';
/** The name of the request in a line. */
const NOUNS = { preflight: 'the preflight of ', actual: '', handshake: 'the WebSocket handshake ' } as const;

/**
 * The line about a refusal of a route, or about what `enforce: true` would refuse: the reason, and
 * the place to change.
 */
export function refusalLine(report: DecisionReport, refusal: DecisionRefusal): string {
  const verdict =
    report.reported === undefined
      ? 'Refused'
      : report.kind === 'handshake'
        ? HANDSHAKES_WOULD_REFUSE
        : WOULD_REFUSE;
  const what = `${NOUNS[report.kind]}${target(report)} from ${sender(report)} (${consequence(report)})`;
  const why = report.kind === 'handshake' ? handshakeReason(report) : reason(report, refusal);
  return `${verdict} ${what}: ${why}. ${COUNTED}`;
}

/** The line about a request that the candidate of a rehearsal decides differently. */
export function rehearsalLine({ wouldRefuse, ...report }: RehearsalReport): string {
  const what = `${NOUNS[report.kind]}${target({ ...report, reported: undefined })} from ${describeValue(report.origin)}`;
  if (wouldRefuse === undefined)
    return `The rehearsed policies would allow ${what}, which is refused now. ${COUNTED}`;
  const why = reason({ ...report, reported: undefined, refusal: wouldRefuse }, wouldRefuse);
  return `The rehearsed policies would refuse ${what}, which is allowed now: ${why}. ${COUNTED}`;
}

/**
 * The line about a request that no route serves. It does not suggest to change the module's
 * defaults, because the path is probably wrong.
 *
 * @param prefix the global prefix with a slash before it, or an empty string
 */
export function unservedLine(report: DecisionReport, refusal: DecisionRefusal, prefix: string): string {
  const { kind, origin, url } = report;
  const what = kind === 'preflight' ? `its preflight from ${describeValue(origin)}` : sender(report);
  const verdict =
    report.reported === undefined ? `so ${what} was refused` : `and ${WOULD_REFUSE} ${what} there`;
  const asked = unservedReason(report, refusal);
  const below =
    prefix === '' || isBelow(prefix, withoutQuery(url))
      ? ''
      : ` (the global prefix is ${describeValue(prefix)})`;
  const check = `check the path and the method${below}`;
  return `No route serves ${target(report)}, ${verdict} (${consequence(report)})${asked}${advice(check)}. ${COUNTED}`;
}

function target({ method, url }: DecisionReport): string {
  return `${describeValue(method)} ${describeValue(withoutQuery(url))}`;
}

function sender({ origin }: DecisionReport): string {
  return origin === '' ? 'a client that sends no Origin' : describeValue(origin);
}

/** The effect on the answer. A browser decides by the header that it gets, not by the policy. */
function consequence({ kind, refusal, reported, enforced, status, overridden = '' }: DecisionReport): string {
  const answered = `answered with ${status}`;
  if (kind === 'handshake') return enforced ? answered : 'it was passed on';
  const isRefused = kind === 'preflight' || enforced;
  if (overridden !== '') {
    const isTold = isRefused || reported !== undefined || status === NOT_FOUND;
    return `${isTold ? `${answered}, and ` : ''}other code has set Access-Control-Allow-Origin: ${describeValue(overridden)}, which browsers go by`;
  }
  // The foreign host may be the page's own, and then the browser gives the page the answer.
  if (isRefused || reported?.cause === 'host' || refusal === undefined) return answered;
  return reported !== undefined || status === NOT_FOUND
    ? `${answered}, which the browser withholds`
    : 'the browser withholds the answer';
}

function reason(report: DecisionReport, refusal: DecisionRefusal): string {
  const { at, origin, method, overridden = '' } = report;
  const explained = explainedPolicies(at, report.routes());
  switch (refusal.cause) {
    case 'origin': {
      const refusing = explained.find(({ policy }) => policy.origin.verdict(origin) === 'refused');
      const asking = explained.find(({ policy }) => policy.origin.verdict(origin) === 'ask');
      const policy = refusing ?? asking;
      const lacks =
        overridden === ''
          ? 'no Access-Control-Allow-Origin'
          : 'the policy gives no Access-Control-Allow-Origin';
      return policy === undefined
        ? lacks
        : `${lacks}, since ${originReason(policy, origin, refusing === undefined ? [] : undefined)}`;
    }
    case 'host':
      return hostAdvice(refusal.host);
    case 'method':
      return methodAdvice(method, explained);
    case 'headers':
      return refusal.names
        .slice(0, MOST_HEADERS)
        .map(name => headerAdvice(name, explained))
        .join('. ');
    case 'headers-too-long':
    case 'headers-malformed':
      return unreadableHeaders(report, refusal.cause);
  }
}

/**
 * Why a handshake is refused. The page may belong to the application, and a proxy may have changed
 * `Host`.
 */
function handshakeReason({ at, origin, host = '', ...report }: DecisionReport): string {
  const [explained] = explainedPolicies(at, report.routes()).filter(
    ({ policy }) => policy.origin.verdict(origin) !== 'allowed',
  );
  const asked = explained?.policy.origin.verdict(origin) === 'ask' ? [] : undefined;
  const why =
    explained === undefined ? 'the policy does not allow it' : originReason(explained, origin, asked);
  return `${why}. Its Host ${describeValue(host)} is not that of the page${ownPageAdvice(origin)}`;
}

/** What to do if the page belongs to the application and its origin is valid in `ownOrigins`. */
function ownPageAdvice(origin: string): string {
  if (checkOwnOrigins(origin).length > 0) return '';
  return `. If the page is this application's own, and a proxy in between changes Host, add ${quote(origin)} to ownOrigins in CorsModule.forRoot()`;
}

/**
 * The requested headers that the defaults do not allow. The line names a refused method elsewhere.
 */
function unservedReason(report: DecisionReport, refusal: DecisionRefusal): string {
  switch (refusal.cause) {
    case 'origin':
    case 'method':
      return '';
    case 'headers': {
      const names = refusal.names.slice(0, MOST_HEADERS).map(describeValue);
      return `: it asked for ${names.length === 1 ? 'the header' : 'the headers'} ${names.join(', ')}`;
    }
    case 'host':
      return `: ${foreignHost(refusal.host)}`;
    case 'headers-too-long':
    case 'headers-malformed':
      return `: ${unreadableHeaders(report, refusal.cause)}`;
  }
}

function unreadableHeaders(
  { requestedHeaders = '' }: DecisionReport,
  cause: 'headers-too-long' | 'headers-malformed',
): string {
  return cause === 'headers-too-long'
    ? tooManyHeadersAdvice(requestedHeaders.length)
    : `Access-Control-Request-Headers is ${describeValue(requestedHeaders)}, which is no list of header names`;
}
