import {
  CorsPreflightCache,
  type CorsResult,
  Flow,
  HttpCache,
  type ProfileName,
  corsResult,
  engineProfile,
  guessRegistrableDomain,
  mainFetch,
  newRequest,
  sameSiteTest,
} from '../../browser/index.js';
import type { HostNetwork } from './host-network.js';
import type { PageRequest } from './page-request.js';

/** A check has no session: it sends no cookie, not even one that the server has just set. */
const NO_COOKIES = { header: () => undefined, store: () => undefined };

/** Sends a request as a browser without cookies and with empty caches. */
export async function askAsBrowser(
  { url, origin, method, headers, credentials }: PageRequest,
  network: HostNetwork,
  profileName: ProfileName,
  alwaysPreflight: boolean,
): Promise<CorsResult> {
  const profile = engineProfile(profileName);
  const isSameSite = sameSiteTest(profile, guessRegistrableDomain);
  const agent = {
    profile,
    preflightCache: new CorsPreflightCache(profile, Date.now),
    cookies: NO_COOKIES,
    httpCache: new HttpCache(profile, Date.now, isSameSite),
    servers: network,
    registrableDomain: guessRegistrableDomain,
    isSameSite,
  };
  const init = { method, headers, credentials: credentials ? 'include' : 'same-origin' } as const;
  const request = { ...(await newRequest(url, origin, init, profile)), useCorsPreflight: alwaysPreflight };
  const asked = { method: request.method, url: url.href, origin };
  const flow = new Flow();
  const fetched = await mainFetch(request, agent, flow);
  return corsResult(asked, request, fetched, flow);
}
