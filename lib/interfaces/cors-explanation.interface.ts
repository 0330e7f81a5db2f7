import type { EffectivePolicy } from '../policy/index.js';
import type { CorsRoute } from './cors-route.interface.js';

/**
 * A request of a page's script, for {@link CorsService.explain}.
 *
 * @publicApi
 */
export interface CorsExplainRequest {
  /** As `fetch()` takes it: `delete`, `get`, `head`, `options`, `post` and `put` in any case; `patch` is not `PATCH`. */
  method: string;
  /** A URL of this application, or a path of it with its query. A host of its own decides for controllers that are bound to hosts. */
  url: string;
  /** The page's origin as a browser serialises it: `https://app.example.com`, without a slash at the end; `null` for a sandboxed frame. */
  origin: string;
  /** What the script sets. Names that browsers keep for themselves, such as `Cookie`, are left out as a browser does. Default: none. */
  headers?: Record<string, string>;
  /** Whether the script says `credentials: 'include'`. Default: `false`. */
  credentials?: boolean;
}

/**
 * A WebSocket of a page's script, for {@link CorsService.explain}.
 *
 * @publicApi
 */
export interface CorsExplainHandshake {
  /** As `new WebSocket()` takes it: `wss://api.example.com/chat`. */
  url: `ws:${string}` | `wss:${string}`;
  /** The page's origin as a browser serialises it. */
  origin: string;
}

/**
 * A check of the CORS request flow.
 *
 * @publicApi
 */
export interface CorsExplanationStep {
  /** One of the names that {@link CorsService.explain} lists. */
  step: string;
  passed: boolean;
  /** A sentence with the header that decided, and where the step failed with what to change. Printable, whatever the client sent. */
  detail: string;
}

/**
 * What becomes of a page's request, as a browser and this server would take it, the preflight first where there is one.
 *
 * @publicApi
 */
export interface CorsExplanation {
  /** Whether the page's script may read the answer. */
  allowed: boolean;
  /** Whether the browser sends a CORS-preflight request first. */
  preflighted: boolean;
  /** In the order in which they happen. */
  steps: CorsExplanationStep[];
  /** The route that serves the actual request; absent where no route of Nest does. */
  route?: CorsRoute;
  /** The route's policy; the module's defaults where no route of Nest serves the request. */
  policy: EffectivePolicy;
}
