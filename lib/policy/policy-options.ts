/**
 * A function that decides about an origin while the application runs.
 *
 * It is called at most once per request, only for requests with `Origin`, and only if no string or
 * expression of the list allows the origin. It fails closed: an error, a rejected promise, any
 * value but `true`, and no answer within `originTimeout` refuse the origin.
 *
 * @param origin the `Origin` header as the client sent it
 * @param request the request of the platform, for example that of Express
 * @example
 * ```ts
 * const isTenant: OriginPredicate = origin => tenants.has(origin);
 * ```
 */
export type OriginPredicate = (origin: string, request: unknown) => boolean | Promise<boolean>;

/**
 * A provider that decides about an origin while the application runs, with its own dependencies.
 *
 * A module must provide the class as a singleton. It fails closed, like an {@link OriginPredicate}.
 *
 * @example
 * ```ts
 * @Injectable()
 * export class TenantOrigins implements CorsOriginResolver {
 *   constructor(private readonly tenants: TenantsService) {}
 *   isAllowed(origin: string) {
 *     return this.tenants.ownsOrigin(origin);
 *   }
 * }
 * ```
 */
export interface CorsOriginResolver {
  isAllowed(origin: string, request: unknown): boolean | Promise<boolean>;
}

/**
 * A class that implements {@link CorsOriginResolver}. Nest's injector creates its instance, so the
 * parameters of the constructor can have any type.
 */
export type CorsOriginResolverType = abstract new (...args: never[]) => CorsOriginResolver;

/**
 * One rule about origins:
 * - a serialised origin: `'https://app.example.com'`, `'capacitor://localhost'`, `'app://'`;
 * - a subdomain pattern: `'https://*.example.com'` for subdomains of any depth, not for the domain
 *   itself;
 * - a port pattern: `'http://localhost:*'` for any port or none;
 * - `'null'` or `'file://'`, with a permission in `dangerously`;
 * - a regular expression. It must be anchored at both ends, have none of the flags `g`, `y` and
 *   `m`, and be fast for every origin. With credentials, it must match only domains that can be
 *   listed;
 * - a predicate or a resolver class.
 *
 * @see https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */
export type OriginRule = string | RegExp | OriginPredicate | CorsOriginResolverType;

/** Permissions that make a policy less safe. */
export interface DangerousOptions {
  /**
   * Permits `'null'` in `origin`. It is the origin of sandboxed frames, `data:` documents and some
   * redirects, so any site can produce it. Default: `false`.
   */
  allowNullOrigin?: boolean;
  /**
   * Permits `'file://'` in `origin`. Some browsers, such as Android's WebView, send it for every
   * local file of any application. Default: `false`.
   */
  allowFileOrigin?: boolean;
  /**
   * Permits `http:` origins together with credentials. Loopback origins need no permission. An
   * attacker who can alter the traffic of the page can then read the user's data. Default: `false`.
   */
  allowInsecureOrigins?: boolean;
  /**
   * Permits patterns and regular expressions for all subdomains of a public suffix
   * (`https://*.github.io`, `https://*.com`) together with credentials. It also permits a domain
   * with public suffixes below it (`https://*.amazonaws.com`). An attacker can register such a
   * subdomain. Default: `false`.
   */
  allowPublicSuffixSubdomains?: boolean;
  /**
   * Permits `resourcePolicy: 'cross-origin'` together with credentials. Any site can then embed
   * responses that are meant for one user, and try to read them from the memory of its own process.
   * Default: `false`.
   */
  allowCrossOriginResource?: boolean;
  /**
   * Permits `origin: '*'` for a gateway. A page of any site can then open a WebSocket with the
   * user's cookies, and read and send messages. Default: `false`.
   */
  allowAnyHandshake?: boolean;
}

/**
 * What the server does with requests of origins that are not allowed: `true` refuses them,
 * `'report'` reports them, `false` does neither.
 */
export type Enforcement = boolean | 'report';

/**
 * A value of `Cross-Origin-Resource-Policy`: the sites that may embed a response.
 *
 * @see https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header
 */
export type ResourcePolicy = 'same-origin' | 'same-site' | 'cross-origin';

/**
 * The policy options of one level: a method, a controller, a gateway, a path, the module's
 * defaults, or a named policy. A field that is absent or `undefined` is inherited from the next
 * level. `false`, `[]` and `0` are values. Wrong values are start-up errors.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export interface CorsPolicyOptions {
  /**
   * The origins that may read responses: `false` for none, `'*'` for any origin without
   * credentials, otherwise one {@link OriginRule} or a list of them. Default: `false`.
   *
   * @see https://fetch.spec.whatwg.org/#cors-check
   */
  origin?: false | OriginRule | OriginRule[];
  /**
   * The methods that a preflight may ask for, as a list or as a string with commas. They are
   * case-sensitive. `[]` refuses every preflight. Default: the methods of the routes of the path
   * that share the policy.
   *
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-methods
   */
  methods?: string | string[];
  /**
   * The request headers that a preflight may ask for, as a list, as a string with commas, or `'*'`
   * for any header, including `Authorization`. Default: `['Content-Type']`.
   *
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-headers
   */
  allowedHeaders?: string | string[];
  /**
   * The response headers that a script may read in addition to the CORS-safelisted ones, as a list,
   * as a string with commas, or `'*'` for any header (only without credentials). Default: none.
   *
   * @see https://fetch.spec.whatwg.org/#http-access-control-expose-headers
   */
  exposedHeaders?: string | string[];
  /**
   * Whether scripts may read responses to requests with cookies, HTTP authentication or client
   * certificates. It is a start-up error together with `origin: '*'`. Default: `false`.
   *
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-credentials
   */
  credentials?: boolean;
  /**
   * How long a browser may cache the answer to a preflight, in whole seconds from 0 to 86400.
   * Chromium uses at most 7200. Default: the header is not sent, which means 5 seconds to browsers.
   *
   * @see https://fetch.spec.whatwg.org/#http-access-control-max-age
   */
  maxAge?: number;
  /** The status of the answer to an allowed preflight. Default: 204. */
  optionsSuccessStatus?: 200 | 204;
  /**
   * Whether the server refuses actual requests of origins that are not allowed. `true` refuses them
   * with 403, before guards and handlers run. A same-origin request is never refused. `'report'`
   * refuses nothing: decision events (`refusable`) and log lines say what `true` would refuse. With
   * `false`, only the browser enforces the policy. Default: `false`.
   */
  enforce?: Enforcement;
  /**
   * Which sites may embed responses without CORS (`<img>`, `<script>`, `<video>`, `fetch()` with
   * the mode `no-cors`). It is the value of `Cross-Origin-Resource-Policy` on actual responses with
   * any `Origin`. Answers to preflights do not have the header. The value replaces a header that
   * was set before the route was entered, such as that of helmet. A value that the handler sets
   * later is kept. On a response without a route, it replaces any value. Default: the header is
   * left as it is.
   *
   * @see https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header
   */
  resourcePolicy?: ResourcePolicy;
  /**
   * Whether the server refuses WebSocket handshakes of origins that are not allowed. Browsers do
   * not apply CORS to WebSockets, so only the server can refuse them. `true` refuses with 403.
   * `'report'` refuses nothing: decision events and log lines say what `true` would refuse. `false`
   * does neither. Handshakes without `Origin` and same-origin handshakes are never refused. The
   * option applies to gateways, to `paths` and to `defaults`. Default: not
   * set. Then it is `true` if some level sets `origin`, and otherwise `'report'`.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6455#section-10.2
   */
  handshakes?: Enforcement;
  /**
   * Permissions that make the policy less safe. A level that sets this field replaces all
   * permissions of outer levels. Default: `{}`.
   */
  dangerously?: DangerousOptions;
}

/** The level that set a field; `built-in` if no level set it. */
export type PolicyLevel = 'method' | 'controller' | 'gateway' | 'path' | 'defaults' | 'built-in';

/**
 * The effective policy of a route: each field with its value and the level that set it. Fields
 * without a value are absent.
 */
export type EffectivePolicy = {
  [Field in keyof CorsPolicyOptions]: {
    value: unknown;
    level: PolicyLevel;
    /** The name of the named policy that has the value; absent for a level's own options. */
    named?: string;
    /** The key of `paths`, if the level is `path`. */
    path?: string;
  };
};
