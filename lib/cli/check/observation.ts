import { randomBytes } from 'node:crypto';
import type { CorsResult, FetchResponse, ProfileName } from '../../browser/index.js';
import { askAsBrowser } from './ask-as-browser.js';
import { allows, isOk } from './cors-headers.js';
import type { HostNetwork, Sent } from './host-network.js';
import type { PageRequest } from './page-request.js';
import { actualRequest, preflightRequest } from './questions.js';

/** An origin that no page has and no list contains. */
export const OTHER_ORIGIN = 'https://cors-check.invalid';

/** The name of a query parameter whose value no cache has seen. */
const FRESH = 'cors-check';
const ROUTE_IS_MISSING = [404, 405, 501];

/** The responses to the page's request, and to further requests that show the cause. */
export interface Observation {
  readonly asked: PageRequest;
  readonly result: CorsResult;
  /** The requests of the page, without the further ones. */
  readonly sent: readonly Sent[];
  /** The last preflight of the page. */
  readonly preflight: FetchResponse | undefined;
  /** The response that the page would read. */
  readonly actual: Sent | undefined;
  /** Whether {@link Observation.actual} is for another method, which has no route. */
  readonly isStandInOnly: boolean;
  /** A preflight that the page does not need. It is sent if the request is blocked. */
  readonly extraPreflight: FetchResponse | undefined;
  /** The preflight of another origin. */
  readonly otherPreflight: FetchResponse | undefined;
  /** A preflight without headers, and one for GET. They are sent if the preflight is refused. */
  readonly withoutHeaders: FetchResponse | undefined;
  readonly forGet: FetchResponse | undefined;
  /** The same request again, without caches. */
  readonly fresh: FetchResponse | undefined;
  /** The response to another origin, for the URL of {@link Observation.fresh} and after it. */
  readonly other: FetchResponse | undefined;
  /** The response to another origin, without caches. */
  readonly otherFresh: FetchResponse | undefined;
  readonly withoutOrigin: FetchResponse | undefined;
}

/** Sends the request of the page, and then further requests that show where the fault is. */
export async function observe(
  asked: PageRequest,
  network: HostNetwork,
  profile: ProfileName,
  preflightOnly: boolean,
): Promise<Observation> {
  const result = await askAsBrowser(asked, network, profile, preflightOnly);
  const sent = [...network.log];
  const preflight = sent.findLast(isPreflight)?.response;
  const answers = sent.filter(each => !isPreflight(each));
  const failed = sent.some(({ failure }) => failure !== undefined && failure.code !== 'not-sent');
  const page = new Questions(asked, network, answers.at(-1)?.url ?? asked.url);
  const isForeign = asked.url.origin !== asked.origin && result.exchanges.length > 0 && !failed;

  // After a failed preflight, a browser does not send the request. Its response is still a hint.
  const actual =
    answers.at(-1) ?? (isForeign && !preflightOnly ? await page.actual(page.url, asked.origin) : undefined);
  const isBlocked = result.outcome === 'blocked' && isForeign;
  const extraPreflight =
    isBlocked && preflight === undefined ? await page.preflight(asked.origin, asked.method, true) : undefined;
  const granted = [preflight, extraPreflight].some(
    answer => answer !== undefined && isOk(answer) && allows(answer, asked.origin),
  );
  const isRefused = isForeign && preflight !== undefined && !isOk(preflight);
  const compares = isForeign && !preflightOnly && actual?.response !== undefined;
  const url = page.freshUrl();
  const anew = compares ? (await page.actual(url, asked.origin)).response : undefined;
  // If the server rejects the query, its caches cannot be avoided.
  const fresh = anew?.status === actual?.response?.status ? anew : undefined;
  const same = fresh === undefined ? page.url : url;
  const other = compares ? (await page.actual(same, OTHER_ORIGIN)).response : undefined;
  const wasShared = other !== undefined && allows(other, asked.origin) && !allows(other, OTHER_ORIGIN);
  return {
    asked,
    result,
    sent,
    preflight,
    actual,
    isStandInOnly: actual?.inPlaceOf !== undefined && ROUTE_IS_MISSING.includes(actual.response?.status ?? 0),
    extraPreflight,
    otherPreflight: granted && isForeign ? await page.preflight(OTHER_ORIGIN, asked.method, true) : undefined,
    withoutHeaders: isRefused ? await page.preflight(asked.origin, asked.method, false) : undefined,
    forGet: isRefused ? await page.preflight(asked.origin, 'GET', false) : undefined,
    fresh,
    other,
    otherFresh:
      wasShared && fresh !== undefined
        ? (await page.actual(page.freshUrl(), OTHER_ORIGIN)).response
        : undefined,
    withoutOrigin: compares ? (await page.actual(same, undefined)).response : undefined,
  };
}

function isPreflight({ method, headers }: Sent): boolean {
  return method === 'OPTIONS' && headers.has('Access-Control-Request-Method');
}

/** Sends the further requests. */
class Questions {
  constructor(
    private readonly asked: PageRequest,
    private readonly network: HostNetwork,
    readonly url: URL,
  ) {}

  actual(url: URL, origin: string | undefined): Promise<Sent> {
    return this.network.ask(actualRequest(url, this.asked.method, this.asked.headers, origin));
  }

  async preflight(origin: string, method: string, withHeaders: boolean): Promise<FetchResponse | undefined> {
    const names = withHeaders ? this.asked.headers.map(([name]) => name.toLowerCase()) : [];
    return (await this.network.ask(preflightRequest(this.url, method, names, origin))).response;
  }

  freshUrl(): URL {
    const url = new URL(this.url);
    // `searchParams` would write the rest of the query anew.
    url.search += `${url.search === '' ? '?' : '&'}${FRESH}=${randomBytes(6).toString('hex')}`;
    return url;
  }
}
