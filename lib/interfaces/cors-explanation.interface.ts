import type { EffectivePolicy } from '../policy/index.js';
import type { CorsRoute } from './cors-route.interface.js';

/**
 * A request that a script of a page makes, for {@link CorsService.explain}.
 *
 * @publicApi
 */
export interface CorsExplainRequest {
  /**
   * The method as the script passes it to `fetch()`. Browsers normalise `delete`, `get`, `head`,
   * `options`, `post` and `put` to upper case. They leave other methods, such as `patch`, as they
   * are.
   *
   * @see https://fetch.spec.whatwg.org/#concept-method-normalize
   */
  method: string;
  /**
   * A URL of this application, or a path with its query. The host of the URL selects the routes of
   * controllers that are bound to hosts.
   */
  url: string;
  /**
   * The origin of the page as a browser serialises it: `https://app.example.com`, without a slash
   * at the end, or `null` for a sandboxed frame.
   */
  origin: string;
  /**
   * The headers that the script sets. Forbidden request-headers, such as `Cookie`, are ignored, as
   * in a browser. Default: none.
   *
   * @see https://fetch.spec.whatwg.org/#forbidden-request-header
   */
  headers?: Record<string, string>;
  /** Whether the script passes `credentials: 'include'`. Default: `false`. */
  credentials?: boolean;
}

/**
 * A WebSocket that a script of a page opens, for {@link CorsService.explain}.
 *
 * @publicApi
 */
export interface CorsExplainHandshake {
  /** The URL as the script passes it to `new WebSocket()`: `wss://api.example.com/chat`. */
  url: `ws:${string}` | `wss:${string}`;
  /** The origin of the page as a browser serialises it. */
  origin: string;
}

/**
 * One check of the CORS request flow.
 *
 * @publicApi
 */
export interface CorsExplanationStep {
  /** The name of the check. {@link CorsService.explain} lists the names. */
  step: string;
  passed: boolean;
  /**
   * A sentence that names the header that decided. If the step failed, it also says what to
   * change. Values of the client are escaped, so the sentence is safe to print.
   */
  detail: string;
}

/**
 * How a browser and this server would process a request of a page.
 *
 * @publicApi
 */
export interface CorsExplanation {
  /** Whether the script of the page may read the response. */
  allowed: boolean;
  /** Whether the browser sends a CORS-preflight request first. */
  preflighted: boolean;
  /** The checks in their order, those of the preflight first. */
  steps: CorsExplanationStep[];
  /** The route that serves the actual request; absent if no route of Nest serves it. */
  route?: CorsRoute;
  /**
   * The policy that decides. If no route of Nest serves the request, it is the policy of the path
   * or of the defaults.
   */
  policy: EffectivePolicy;
}
