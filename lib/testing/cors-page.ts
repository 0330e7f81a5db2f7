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
 * A page with an origin. {@link CorsBrowser.open} returns it.
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
   * Sends the requests that a browser would send for a script of this page, including a preflight,
   * and withholds the responses that a browser would withhold.
   *
   * @param target a URL, or a path of the application
   * @returns a result for every answer of a server; it never rejects because of one
   * @throws {TypeError} (as a rejection) if a browser's `fetch()` refuses to send the request, for
   * example because of a body with GET
   * @example
   * ```ts
   * const result = await page.fetch('/cats/1', { method: 'PUT', credentials: 'include' });
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
   * Opens a WebSocket as a browser would for a script of this page, and closes it at once. It sends
   * no preflight and follows no redirect.
   *
   * @param target a URL with `ws`, `wss`, `http` or `https`, or a path of the application
   * @param protocols the subprotocols to offer. Default: none
   * @returns a result for every answer of a server, within the browser's `timeout`
   * @throws {TypeError} (as a rejection) if the constructor of a browser's `WebSocket` throws, for
   * example because of a URL with a fragment
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
