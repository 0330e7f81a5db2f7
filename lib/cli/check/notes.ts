import type { FetchResponse } from '../../browser/index.js';
import { differingServerHeader } from './answered-by.js';
import { isOk } from './cors-headers.js';
import type { Observation } from './observation.js';

/** What a reader has to know besides the findings. */
export function notesOn({ asked, actual, isStandInOnly, preflight, sent, result }: Observation): string[] {
  if (asked.url.origin === asked.origin)
    return ['The page and the URL have the same origin. CORS has no say.'];
  const { method } = asked;
  const missing = isStandInOnly
    ? `It answers ${actual?.response?.status ?? 'nothing'}, so the preflight alone decides here.`
    : '';
  return [
    ...(actual?.inPlaceOf === undefined
      ? []
      : [`${method} is never sent. GET was, in its place. ${missing}`.trim()]),
    ...(preflight === undefined && sent.length > 0 && result.outcome === 'readable'
      ? ['A request like this has no preflight. For one that has, say --method PUT or --header Content-Type.']
      : []),
    ...(preflight === undefined || !isOk(preflight) ? [] : otherServer(preflight, actual?.response)),
  ];
}

/** An allowed preflight can come from another server, for example a gateway with its own CORS. */
function otherServer(preflight: FetchResponse, answer: FetchResponse | undefined): string[] {
  const name = differingServerHeader(preflight, answer);
  if (name === undefined) return [];
  const [own, others] = [preflight, answer].map(each => each?.headers.get(name) ?? 'none');
  return [
    `Another server may answer preflights: ${name} is ${own ?? ''} there, and ${others ?? ''} in the answer to the request.`,
  ];
}
