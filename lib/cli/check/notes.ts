import type { Observation } from './observation.js';

/** What a reader has to know of a check, beside what is wrong. */
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
  ];
}
