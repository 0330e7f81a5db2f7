import { CorsPolicy, type CorsPolicyOptions } from 'nestjs-cors-policy';

/** Allowed by the routes' own policies alone. */
export const ROUTE_ORIGIN = 'https://route.example';
/** Allowed by the module's defaults alone. */
export const DEFAULTS_ORIGIN = 'https://defaults.example';

/** The module's defaults: they allow what no route does, and differ in each header. */
export const DEFAULTS: CorsPolicyOptions = { origin: DEFAULTS_ORIGIN, exposedHeaders: ['X-Defaults'] };

/** A policy of a route's own, which no other route has: it exposes a header of this name. */
export function OwnPolicy(mark: string): ClassDecorator & MethodDecorator {
  return CorsPolicy({ origin: ROUTE_ORIGIN, credentials: true, exposedHeaders: [mark] });
}

/** Which policy is expected: a route's, by its mark, or that of the defaults. */
export interface ExpectedPolicy {
  readonly allowedOrigin: string;
  readonly refusedOrigin: string;
  /** The headers for the allowed origin, `Vary` apart. */
  readonly headers: Readonly<Record<string, string>>;
}

export function expectedPolicy(mark: string | undefined): ExpectedPolicy {
  if (mark === undefined) {
    return {
      allowedOrigin: DEFAULTS_ORIGIN,
      refusedOrigin: ROUTE_ORIGIN,
      headers: {
        'access-control-allow-origin': DEFAULTS_ORIGIN,
        'access-control-expose-headers': 'X-Defaults',
      },
    };
  }
  return {
    allowedOrigin: ROUTE_ORIGIN,
    refusedOrigin: DEFAULTS_ORIGIN,
    headers: {
      'access-control-allow-origin': ROUTE_ORIGIN,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': mark,
    },
  };
}
