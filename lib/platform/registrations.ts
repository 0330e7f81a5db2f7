import {
  type DiscoveredRoute,
  METHOD_METADATA,
  PATH_METADATA,
  Registration,
  identifyRoutes,
} from '../routing/index.js';
import type { AbstractHttpAdapter } from '@nestjs/core';
import {
  type Callback,
  type RouteEntry,
  enteringCallback,
  filteredCallback,
  notFoundCallback,
} from './entering-callback.js';
import { type FormerMethod, replaceMethod } from './replace-method.js';

/** The methods of an HTTP adapter with which Nest registers routes. */
const VERBS =
  'get post put patch delete head options all search query propfind proppatch mkcol copy move lock unlock'.split(
    ' ',
  );

/** The names of HTTP methods, by Nest's numbers for them. */
export type RequestMethods = Readonly<Record<number, string>>;

/** The platform's part in the registration of routes. */
export interface RegistrationPlatform {
  readonly requestMethods: RequestMethods;
  /** How callbacks find their request. If it is absent, callbacks are registered unchanged. */
  readonly entry?: RouteEntry;
  /** Runs a registration, so that the platform can observe what it adds to its router. */
  readonly during?: (registration: Registration, register: () => unknown) => unknown;
}

/**
 * The routes that are registered through the HTTP adapter, in order, by Nest or by the application.
 *
 * It replaces the adapter's registration methods. So it sees each callback before other code does,
 * such as an agent that wraps the platform's handlers.
 */
export class Registrations {
  readonly all: Registration[] = [];
  /** The registered path for each path that Nest made, if the adapter changed it. */
  private readonly normalizedPaths = new Map<string, string>();
  /** Whether Nest is registering the routes of this application now. */
  isOpen = false;
  private isNestRegistering = false;
  private isRegistering = false;

  constructor(
    private readonly adapter: AbstractHttpAdapter,
    private readonly platform: RegistrationPlatform,
  ) {}

  /** Replaces the adapter's methods. Everything that is registered from now on is recorded. */
  take(): void {
    const { adapter } = this;
    sharing.set(adapter, (sharing.get(adapter) ?? 0) + 1);
    for (const verb of VERBS) {
      replaceMethod(adapter, verb, (register, args) => this.register(verb.toUpperCase(), register, args));
    }
    // Nest calls `use()` if an adapter lacks the method for a verb.
    replaceMethod(adapter, 'use', (register, args) => {
      const method = this.methodOfUsed(args);
      return method === undefined ? register(args) : this.register(method, register, args, true);
    });
    replaceMethod(adapter, 'normalizePath', (normalize, args) => {
      const path = normalize(args);
      if (path !== args[0]) this.normalizedPaths.set(String(args[0]), String(path));
      return path;
    });
    // Only Nest calls this method, directly before it registers a route.
    replaceMethod(adapter, 'getOnRouteTriggered', (get, args) => {
      this.isNestRegistering = true;
      return get(args);
    });
    const { entry } = this.platform;
    if (entry === undefined) return;
    replaceMethod(adapter, 'applyVersionFilter', (apply, [handler, ...rest]) =>
      apply([filteredCallback(handler as Callback, entry), ...rest]),
    );
    replaceMethod(adapter, 'setNotFoundHandler', (set, [handler, ...rest]) =>
      set([notFoundCallback(handler as Callback, entry), ...rest]),
    );
  }

  /**
   * Finds out which route of Nest each registration belongs to.
   *
   * @returns the routes that were registered
   * @throws {CorsConfigurationError} naming each route that cannot be identified
   */
  identify(discovered: readonly DiscoveredRoute[]): readonly DiscoveredRoute[] {
    const isShared = (sharing.get(this.adapter) ?? 0) > 1;
    return identifyRoutes(this.all, discovered, { normalized: this.normalizedPaths, isShared });
  }

  get isEmpty(): boolean {
    return !this.all.some(({ isFromNest }) => isFromNest);
  }

  private register(method: string, register: FormerMethod, args: unknown[], isPrefix = false): unknown {
    const [path, callback] = args;
    const isFromNest = this.isOpen && (this.isNestRegistering || isNestCallback(callback));
    this.isNestRegistering = false;
    // Some adapters register a route for all methods by calling their method for each verb.
    if (
      this.isRegistering ||
      args.length !== 2 ||
      typeof path !== 'string' ||
      typeof callback !== 'function'
    ) {
      return register(args);
    }
    const registration = new Registration(method, path, isFromNest, isPrefix);
    this.all.push(registration);
    const { entry, during } = this.platform;
    const registered =
      entry === undefined ? callback : enteringCallback(registration, callback as Callback, entry);
    const run = (): unknown => register([path, registered]);
    this.isRegistering = true;
    try {
      return during === undefined ? run() : during(registration, run);
    } finally {
      this.isRegistering = false;
    }
  }

  private methodOfUsed([path, callback]: unknown[]): string | undefined {
    if (typeof path !== 'string' || !isNestCallback(callback)) return undefined;
    const method: unknown = Reflect.getMetadata(METHOD_METADATA, callback);
    return typeof method === 'number' ? this.platform.requestMethods[method] : undefined;
  }
}

/** The number of applications with the module on each adapter. */
const sharing = new WeakMap<object, number>();

/** Nest copies a handler's metadata to the callback that it registers. */
function isNestCallback(callback: unknown): callback is Callback {
  return typeof callback === 'function' && Reflect.hasMetadata(PATH_METADATA, callback);
}
