import {
  type CorsConnection,
  type CorsRequestInit,
  type CorsResult,
  Flow,
  type SocketAgent,
  corsResult,
  mainFetch,
  newRequest,
  openingHandshake,
  subprotocols,
  webSocketUrl,
} from '../browser/index.js';

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
    private readonly agent: SocketAgent,
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

  /**
   * Opens a WebSocket as a browser would for a script of this page, and closes it at once. There is no preflight, and no redirect is followed.
   *
   * @param target a URL with `ws`, `wss`, `http` or `https`, or a path of the application
   * @param protocols the subprotocols to choose from. Default: none
   * @returns never rejects for what a server answers, and waits no longer than the browser's `timeout`
   * @throws {TypeError} (as a rejection) where the constructor of a browser's `WebSocket` throws, such as for a URL with a fragment
   * @example
   * ```ts
   * expect((await page.connect('/socket.io/?EIO=4&transport=websocket')).outcome).toBe('open');
   * ```
   */
  async connect(target: string | URL, protocols: string | readonly string[] = []): Promise<CorsConnection> {
    const url = webSocketUrl(target, await this.baseUrl());
    return openingHandshake(url, this.origin, subprotocols(protocols), this.agent);
  }
}
