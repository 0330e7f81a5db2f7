import type { DiscoveredRoute, Registration } from '../routing/index.js';
import { whenKnown, type Exchange, type Refusal } from '../exchange/index.js';

/** A callback that a platform calls for a request. */
export type Callback = (this: unknown, ...args: unknown[]) => unknown;

/** How the callbacks of a platform's routes find their request. */
export interface RouteEntry {
  /** The exchange of the request in the arguments of a callback. Absent before start-up. */
  readonly exchangeOf: (args: readonly unknown[]) => Exchange | undefined;
  /** The hostname that Nest's host filter compares. */
  readonly hostnameOf: (args: readonly unknown[]) => string;
  /** Ends the request with an error, through Nest's exception layer. */
  readonly refuse: (error: Error, args: readonly unknown[]) => unknown;
}

/**
 * Wraps the callback of a route so that it first reports the entry to the exchange.
 *
 * Nest's filters for hosts and versions are inside the callback. So this function compares the host
 * itself. For a versioned route, the handler behind the version filter reports the entry. See
 * {@link filteredCallback}.
 */
export function enteringCallback(
  registration: Registration,
  callback: Callback,
  entry: RouteEntry,
): Callback {
  return like(callback, function (this: unknown, ...args: unknown[]): unknown {
    const { route } = registration;
    const exchange = route === undefined ? undefined : entry.exchangeOf(args);
    if (route === undefined || exchange === undefined) return Reflect.apply(callback, this, args);
    const servesHost = registration.servesHost?.(entry.hostnameOf(args)) !== false;
    if (servesHost && route.requestVersions === undefined) {
      return enter(exchange, route, { callback, self: this, args, entry });
    }
    // The value may be that of an earlier route whose version filter passed the request on. So it
    // is reset even if the host of this route does not match.
    exchange.approaching = servesHost ? route : undefined;
    return Reflect.apply(callback, this, args);
  });
}

/** Wraps the handler behind a version filter. The filter calls it only if the version matches. */
export function filteredCallback(handler: Callback, entry: RouteEntry): Callback {
  return like(handler, function (this: unknown, ...args: unknown[]): unknown {
    const exchange = entry.exchangeOf(args);
    const route = exchange?.approaching;
    if (exchange === undefined || route === undefined) return Reflect.apply(handler, this, args);
    return enter(exchange, route, { callback: handler, self: this, args, entry });
  });
}

/** Wraps the platform's not-found handler. No route serves it, so `paths` or `defaults` apply. */
export function notFoundCallback(callback: Callback, entry: RouteEntry): Callback {
  return like(callback, function (this: unknown, ...args: unknown[]): unknown {
    const exchange = entry.exchangeOf(args);
    if (exchange === undefined) return Reflect.apply(callback, this, args);
    return enter(exchange, undefined, { callback, self: this, args, entry });
  });
}

interface Call {
  readonly callback: Callback;
  readonly self: unknown;
  readonly args: readonly unknown[];
  readonly entry: RouteEntry;
}

function enter(exchange: Exchange, route: DiscoveredRoute | undefined, call: Call): unknown {
  const { callback, self, args, entry } = call;
  const goOn = exchange.enter(route);
  if (goOn === undefined) return Reflect.apply(callback, self, passingOn(exchange, args));
  return whenKnown(goOn, (refused: Refusal) => {
    if (refused !== undefined) return entry.refuse(refused, args);
    return Reflect.apply(callback, self, passingOn(exchange, args));
  });
}

/** Wraps `next()`, so that the exchange learns when a handler passes the request on. */
function passingOn(exchange: Exchange, args: readonly unknown[]): readonly unknown[] {
  const [request, response, next] = args;
  if (typeof next !== 'function') return args;
  const passOn = (error?: unknown): unknown => {
    if (!isError(error)) exchange.passOn();
    return Reflect.apply(next, undefined, error === undefined ? [] : [error]) as unknown;
  };
  return [request, response, passOn];
}

/** Express reads the words `route` and `router` as ways to continue, not as errors. */
function isError(error: unknown): boolean {
  return error !== undefined && error !== null && error !== 'route' && error !== 'router';
}

/**
 * Makes a callback look like the one that it wraps. Adapters read its metadata and properties,
 * which it inherits. Agents read its name.
 */
export function like(callback: Callback, wrapped: Callback): Callback {
  for (const key of ['name', 'length'] as const) {
    const value = callback[key];
    if (wrapped[key] !== value) Object.defineProperty(wrapped, key, { configurable: true, value });
  }
  return Object.setPrototypeOf(wrapped, callback) as Callback;
}
