/**
 * Decides about an origin while the application runs.
 *
 * Asked once per request, only for CORS requests, with the `Origin` header as the client sent it and the
 * platform's request. Fails closed: a throw, a rejection, or anything but `true` refuses the origin.
 */
export type OriginPredicate = (origin: string, request: unknown) => boolean | Promise<boolean>;

/**
 * Decides about an origin while the application runs, as a provider with its own dependencies.
 *
 * The class must be a singleton that some module provides. It fails closed, like an {@link OriginPredicate}.
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

/** A class whose instances are {@link CorsOriginResolver}s; the instance comes from Nest's injector. */
// A constructor's parameters are the injector's business, whatever their types.
export type CorsOriginResolverType = abstract new (...args: never[]) => CorsOriginResolver;

/**
 * One rule about origins:
 * - a string: a serialised origin (`https://app.example.com`, `capacitor://localhost`, `app://`), a subdomain pattern (`https://*.example.com`, any
 *   depth, not the domain itself), a port pattern (`http://localhost:*`, any port or none), or `'null'`;
 * - a regular expression, anchored at both ends, without the flags `g` and `y`, that matches an origin fast, and with
 *   credentials only origins of domains that can be listed;
 * - a predicate, or a resolver class that Nest's injector instantiates.
 */
export type OriginRule = string | RegExp | OriginPredicate | CorsOriginResolverType;

/** What makes a policy less safe, spelled out one by one. */
export interface DangerousOptions {
  /**
   * Permits `'null'` in `origin`: the origin of sandboxed frames, `data:` documents and tainted redirects, which
   * anybody can produce. Default: `false`.
   */
  allowNullOrigin?: boolean;
  /**
   * Permits `'file://'` in `origin`: what some browsers, such as Android's WebView, send for every local file, whatever
   * application it belongs to. Default: `false`.
   */
  allowFileOrigin?: boolean;
  /**
   * Permits `http:` origins other than loopback together with credentials: an attacker who can alter that page's traffic
   * can then read the user's data. Default: `false`.
   */
  allowInsecureOrigins?: boolean;
  /**
   * Permits subdomain patterns and regular expressions over a public suffix (`https://*.github.io`, `https://*.com`), or over
   * a domain with public suffixes below it (`https://*.amazonaws.com`), together with credentials: anybody can register such
   * a subdomain. Default: `false`.
   */
  allowPublicSuffixSubdomains?: boolean;
  /**
   * Permits `resourcePolicy: 'cross-origin'` together with credentials: any site can then embed answers that are meant
   * for one user, and a page can try to read from its own process what it embeds. Default: `false`.
   */
  allowCrossOriginResource?: boolean;
  /**
   * Permits `origin: '*'` for a gateway: a page of any site can then open a WebSocket with the user's cookies, read what
   * it sends and write to it. Default: `false`.
   */
  allowAnyHandshake?: boolean;
}

/** What the server itself does about requests of origins that are not allowed: refuses them, reports them, or neither. */
export type Enforcement = boolean | 'report';

/** A value of `Cross-Origin-Resource-Policy`: which sites may embed an answer. */
export type ResourcePolicy = 'same-origin' | 'same-site' | 'cross-origin';

/**
 * What one level (a method, a controller, the module's defaults, or a named policy) says about CORS. A field that is
 * left out or `undefined` is inherited from the next level; `false`, `[]` and `0` are values.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export interface CorsPolicyOptions {
  /**
   * The origins that may read responses. `false`: none, the same-origin policy stays as it is. `'*'`: any origin, without
   * credentials. Otherwise one {@link OriginRule} or a list of them. Default: `false`.
   *
   * @see https://fetch.spec.whatwg.org/#cors-check
   */
  origin?: false | OriginRule | OriginRule[];
  /**
   * The methods that a preflight may ask for, as a list or as a string with commas. Case-sensitive. Default: the methods of
   * the routes themselves. `[]` refuses every preflight.
   *
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-methods
   */
  methods?: string | string[];
  /**
   * The request headers that a preflight may ask for, as a list, as a string with commas, or `'*'` for any.
   * Default: `['Content-Type']`.
   *
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-headers
   */
  allowedHeaders?: string | string[];
  /**
   * The response headers that a script may read beside the CORS-safelisted ones, as a list, as a string with commas, or
   * `'*'` for any (without credentials). Default: none.
   *
   * @see https://fetch.spec.whatwg.org/#http-access-control-expose-headers
   */
  exposedHeaders?: string | string[];
  /**
   * Whether responses to requests with cookies, HTTP authentication or client certificates may be read. Never with
   * `origin: '*'`. Default: `false`.
   *
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-credentials
   */
  credentials?: boolean;
  /**
   * How long a browser may keep a preflight's answer, in whole seconds from 0 to 86400. Chromium caps it at 7200.
   * Default: not sent, which browsers take as 5 seconds.
   *
   * @see https://fetch.spec.whatwg.org/#http-access-control-max-age
   */
  maxAge?: number;
  /** The status of an allowed preflight's answer. Default: 204. */
  optionsSuccessStatus?: 200 | 204;
  /**
   * Whether the server refuses actual requests of origins that are not allowed, with 403, before guards and handlers run.
   * A same-origin request is never refused. `'report'` refuses nothing: decision events (`refusable`) and log lines say
   * what `true` would refuse. Default: `false`, the browser alone enforces.
   */
  enforce?: Enforcement;
  /**
   * Which sites may embed answers without CORS (`<img>`, `<script>`, `<video>`, `fetch()` with mode `no-cors`), as the
   * value of `Cross-Origin-Resource-Policy` on actual answers, whatever their `Origin`; never on preflights. It replaces
   * what stood there when the route was entered, such as helmet's. A value that changed after that is the handler's and
   * stands. On an answer that no route gave, it replaces any value. Default: the header is left as it is.
   *
   * @see https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header
   */
  resourcePolicy?: ResourcePolicy;
  /**
   * Whether the server refuses WebSocket handshakes of origins that are not allowed, with 403. Browsers apply no CORS to
   * WebSockets: only the server can refuse them. A handshake without `Origin` and a same-origin one are never refused.
   * `'report'` refuses nothing: decision events and log lines say what `true` would refuse. `false` leaves handshakes
   * alone. It holds for gateways, for `paths` and for `defaults`. Default: where some level sets `origin` it is `true`, and
   * otherwise `'report'`.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6455#section-10.2
   */
  handshakes?: Enforcement;
  /** Permissions that weaken a policy. One field: a level that sets it replaces it wholly. Default: `{}`. */
  dangerously?: DangerousOptions;
}

/** The level that a field's value came from; `built-in` where no level sets it. */
export type PolicyLevel = 'method' | 'controller' | 'gateway' | 'path' | 'defaults' | 'built-in';

/** What the combination gives for a route: each field with its value and where that came from. */
export type EffectivePolicy = {
  [Field in keyof CorsPolicyOptions]: {
    value: unknown;
    level: PolicyLevel;
    /** The named policy that the level refers to, where the value is that policy's. */
    named?: string;
    /** The key of `paths`, where the level is `path`. */
    path?: string;
  };
};
