import { type CorsResult, corsResult } from './cors-result.js';
import { Flow } from './flow.js';
import { mainFetch } from './main-fetch.js';
import { newRequest } from './new-request.js';
import type { CorsRequestInit } from './request-init.js';
import type { UserAgent } from './user-agent.js';

/**
 * A page of some origin, as {@link CorsBrowser.open} gives it.
 *
 * @publicApi
 */
export class CorsPage {
  /** @internal */
  constructor(
    /** Serialised; `null` for an opaque origin. */
    readonly origin: string,
    private readonly agent: UserAgent,
    private readonly baseUrl: () => Promise<URL>,
  ) {}

  /**
   * Sends what a browser would send for a script of this page, preflight included, and withholds what it would withhold.
   *
   * @param target a URL, or a path of the application
   * @returns never rejects for what a server answers
   * @throws {TypeError} (as a rejection) for what a browser's `fetch()` refuses to send at all, such as a body with GET
   * @example
   * ```ts
   * const result = await page.fetch('/cats/1', { method: 'PUT', credentials: 'include', body: '{}' });
   * ```
   */
  async fetch(target: string | URL, init: CorsRequestInit = {}): Promise<CorsResult> {
    const url = new URL(target, await this.baseUrl());
    const request = await newRequest(url, this.origin, init, this.agent.profile);
    const asked = { method: request.method, url: url.href, origin: this.origin };
    const flow = new Flow();
    const fetched = await mainFetch(request, this.agent, flow);
    return corsResult(asked, request, fetched, flow);
  }
}
