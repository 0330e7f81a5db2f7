import type { FetchResponse } from '../../browser/index.js';
import { differingServerHeader } from './answered-by.js';
import { isOk } from './cors-headers.js';
import type { Observation } from './observation.js';

/** What a reader has to know besides the findings. */
export function notesOn({ asked, actual, isStandInOnly, preflight, sent, result }: Observation): string[] {
  if (asked.url.origin === asked.origin)
    return ['The page and the URL have the same origin, so CORS does not apply.'];
  const { method } = asked;
  const missing = isStandInOnly
    ? `The response to GET is ${actual?.response?.status ?? 'missing'}, so only the preflight counts.`
    : '';
  return [
    ...(actual?.inPlaceOf === undefined
      ? []
      : [`The check never sends ${method}. It sent GET instead. ${missing}`.trim()]),
    ...(preflight === undefined && sent.length > 0 && result.outcome === 'readable'
      ? [
          'This request has no preflight. To check one with a preflight, add --method PUT or --header Content-Type.',
        ]
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
    `Another server may answer preflights: ${name} is ${own ?? ''} there, and ${others ?? ''} in the response to the request.`,
  ];
}
