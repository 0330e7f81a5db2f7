import type { FetchResponse } from '../../browser/index.js';
import {
  ALLOW_ORIGIN,
  allowedOrigin,
  allows,
  isNeverStored,
  saysItIsCached,
  variesBy,
} from './cors-headers.js';
import type { Finding } from './finding.js';
import { type Observation, OTHER_ORIGIN } from './observation.js';

/** Responses for one origin that a cache gives to another one, or could give to it. */
export function cacheFindings(seen: Observation): Finding[] {
  const shared = sharedAnswer(seen);
  return shared === undefined ? lostVary(seen) : [shared];
}

/** A response that a cache gave to the wrong origin. */
function sharedAnswer({ asked, actual, fresh, other, otherFresh }: Observation): Finding | undefined {
  const answer = actual?.response;
  if (answer === undefined || fresh === undefined) return undefined;
  // The server allows the page, but the response from the cache does not.
  if (!allows(answer, asked.origin) && allows(fresh, asked.origin))
    return finding(
      answer,
      fresh,
      `${ALLOW_ORIGIN} for the page is ${quoted(answer)}. With a query that no cache knows, it is ${quoted(fresh)}.`,
      true,
    );
  if (other === undefined || otherFresh === undefined) return undefined;
  const isCached = allowedOrigin(otherFresh) !== allowedOrigin(other) || saysItIsCached(other);
  return isCached
    ? finding(other, fresh, `${OTHER_ORIGIN} gets the response for ${asked.origin}.`, false)
    : undefined;
}

function finding(given: FetchResponse, fresh: FetchResponse, seen: string, blocks: boolean): Finding {
  const varies = variesBy(given, 'Origin') || variesBy(fresh, 'Origin');
  return {
    code: 'cached-for-another',
    who: varies ? 'proxy' : 'server',
    what: `A cache gives the response for one origin to another. ${seen} ${varies ? "The cache ignores 'Vary: Origin'." : "The response has no 'Vary: Origin', which caches need."}`,
    change: varies
      ? 'Let the cache respect Vary, or add Origin to its key. Then clear it.'
      : "Send 'Vary: Origin' with every response of that URL, for every origin. Then clear the cache.",
    blocks,
  };
}

/** Responses that differ by the origin without `Vary: Origin`. */
function lostVary({ actual, fresh, other, withoutOrigin }: Observation): Finding[] {
  const answers = [
    { to: 'the page', answer: fresh ?? actual?.response },
    { to: 'another origin', answer: other },
    { to: 'a request without Origin', answer: withoutOrigin },
  ].flatMap(({ to, answer: each }) =>
    // Another status, for example of a rate limit, has nothing to do with the origin.
    each?.status === actual?.response?.status && each !== undefined ? [{ to, answer: each }] : [],
  );
  if (new Set(answers.map(({ answer }) => allowedOrigin(answer))).size < 2) return [];
  const lacking = answers.filter(({ answer }) => !variesBy(answer, 'Origin') && !isNeverStored(answer));
  if (lacking.length === 0) return [];
  return [
    {
      code: 'lost-vary',
      who: 'server',
      what: `The responses depend on Origin, and those to ${lacking.map(({ to }) => to).join(', ')} have no 'Vary: Origin'. A cache may give the response for one origin to another.`,
      change:
        "Send 'Vary: Origin' with every response of that URL. If the application does, look for a setting that removes or replaces Vary.",
      blocks: false,
    },
  ];
}

function quoted(response: FetchResponse): string {
  const value = allowedOrigin(response);
  return value === undefined ? 'absent' : `'${value}'`;
}
