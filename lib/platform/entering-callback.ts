import { type DiscoveredRoute, type Registration } from '../routing/index.js';
import { whenKnown } from './cors-decisions.js';
import type { Exchange, Refusal } from './exchange.js';

/** What a platform calls for a request. */
export type Callback = (this: unknown, ...args: unknown[]) => unknown;

/** How the callbacks of a platform's routes reach their request. */
export interface RouteEntry {
  /** The exchange of the request that a callback is called for; absent where the module serves nothing yet. */
  readonly exchangeOf: (args: readonly unknown[]) => Exchange | undefined;
  /** The host name as Nest's host filter reads it. */
  readonly hostnameOf: (args: readonly unknown[]) => string;
  /** Ends the request with an error, through Nest's exception layer. */
  readonly refuse: (error: Error, args: readonly unknown[]) => unknown;
}

/**
 * The callback of a route, which first tells the exchange that the route was entered. Nest's filters for hosts and versions are inside the
 * callback: hosts are compared here too, and the handler behind a version filter tells by itself (see {@link filteredCallback}).
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
    // Also where Nest's filters only pass the request on: a route before this one may have been approached, and not entered.
    exchange.approaching = servesHost ? route : undefined;
    return Reflect.apply(callback, this, args);
  });
}

/** The handler behind a version filter: it is called if the filter lets the request through. */
export function filteredCallback(handler: Callback, entry: RouteEntry): Callback {
  return like(handler, function (this: unknown, ...args: unknown[]): unknown {
    const exchange = entry.exchangeOf(args);
    const route = exchange?.approaching;
    if (exchange === undefined || route === undefined) return Reflect.apply(handler, this, args);
    return enter(exchange, route, { callback: handler, self: this, args, entry });
  });
}

/** The platform's not-found handler, whose response has the policy of no route. */
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

/** Tells the exchange when a handler passes the request on to the next route. */
function passingOn(exchange: Exchange, args: readonly unknown[]): readonly unknown[] {
  const [request, response, next] = args;
  if (typeof next !== 'function') return args;
  const passOn = (error?: unknown): unknown => {
    if (!isError(error)) exchange.passOn();
    return Reflect.apply(next, undefined, error === undefined ? [] : [error]) as unknown;
  };
  return [request, response, passOn];
}

/** Express takes two words for ways to go on. */
function isError(error: unknown): boolean {
  return error !== undefined && error !== null && error !== 'route' && error !== 'router';
}

/**
 * Makes a callback look like the one that it wraps. Adapters read its metadata and its properties, which it inherits. Agents read its name.
 */
export function like(callback: Callback, wrapped: Callback): Callback {
  for (const key of ['name', 'length'] as const) {
    const value = callback[key];
    if (wrapped[key] !== value) Object.defineProperty(wrapped, key, { configurable: true, value });
  }
  return Object.setPrototypeOf(wrapped, callback) as Callback;
}
