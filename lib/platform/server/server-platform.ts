import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { type DiscoveredRoute, recordedRouteTable } from '../../routing/index.js';
import {
  whenKnown,
  servesTarget,
  exchangeOf,
  senderOf,
  takeHead,
  type PreflightHeaders,
  preflightHeaders,
  sendPreflight,
} from '../../exchange/index.js';
import type { Draining } from '../draining.js';
import type { Callback, RouteEntry } from '../entering-callback.js';
import type { HttpPlatform, ServedRoutes } from '../http-platform.js';
import { Neighbours } from '../neighbours.js';
import type { PlatformParts } from '../platform-parts.js';
import { recordedRouting } from '../portable/portable-adapter.js';
import { Registrations } from '../registrations.js';
import { replaceMethod } from '../replace-method.js';
import { takeServerRequests } from '../server-requests.js';
import { versionFilter } from '../version-filter.js';
import { ServerExchange } from './server-exchange.js';

/**
 * Serves any other HTTP adapter that has a Node server. The server begins an exchange for each
 * request and answers preflights. The first middleware decides early. The callbacks of Nest's
 * routes report when they are entered.
 */
export class ServerPlatform implements HttpPlatform {
  readonly registrations: Registrations;
  private readonly neighbours: Set<ServerPlatform>;
  /** Nest's exception layer. */
  private errorHandler: Callback | undefined;
  private readonly entry: RouteEntry = {
    exchangeOf: ([, response]) => {
      const node = nodeResponse(response);
      // Another application on the adapter may have begun the request, with its own server.
      return node && (exchangeOf(node, this.parts.decisions) ?? this.begin(node.req, node));
    },
    hostnameOf: ([request]) => String(this.adapter.getRequestHostname(request) ?? ''),
    refuse: (error, [request, response, next]) => {
      if (typeof next === 'function') return Reflect.apply(next, undefined, [error]) as unknown;
      return this.errorHandler?.(error, request, response, next);
    },
  };

  constructor(
    private readonly adapter: AbstractHttpAdapter,
    private readonly parts: PlatformParts,
    private readonly of: { readonly server: object; readonly draining: Draining },
  ) {
    this.registrations = new Registrations(adapter, {
      requestMethods: parts.requestMethods,
      entry: this.entry,
    });
    this.neighbours = NEIGHBOURS.on(adapter);
    this.neighbours.add(this);
  }

  install(): void {
    this.decideEarly();
    this.registrations.take();
    replaceMethod(this.adapter, 'setErrorHandler', (set, args) => {
      this.errorHandler = args[0] as Callback;
      return set(args);
    });
    takeServerRequests(this.of.server, (request, response) => this.receive(request, response));
  }

  identify(discovered: readonly DiscoveredRoute[]): ServedRoutes {
    const routes = this.registrations.identify(discovered);
    return { routes, table: recordedRouteTable(this.registrations.all, recordedRouting(this.adapter)) };
  }

  /** @returns whether the request is answered */
  private receive(request: IncomingMessage, response: ServerResponse): boolean {
    const exchange = this.begin(request, response);
    const headers = preflightHeaders(request.method, request.headers);
    if (exchange === undefined || headers === undefined || this.of.draining.isActive) return false;
    if (exchange.isUnmanaged || this.isPolled(exchange)) return false;
    // If several applications share the adapter, the one that has a route answers.
    const others = [...this.neighbours].filter(other => other !== this);
    const other = this.serves(exchange, headers)
      ? undefined
      : others.find(each => each.serves(exchange, headers));
    void this.answer(other?.begin(request, response) ?? exchange, headers);
    return true;
  }

  private begin(request: IncomingMessage, response: ServerResponse): ServerExchange | undefined {
    const { decisions, holder, config } = this.parts;
    const { current: state } = holder;
    if (state === undefined) return undefined;
    const filter = versionFilter(this.adapter, config);
    const exchange = new ServerExchange(decisions, state, request, response, filter);
    takeHead(response, exchange);
    return exchange;
  }

  private serves(exchange: ServerExchange, { requestedMethod }: PreflightHeaders): boolean {
    return servesTarget(this.parts.holder.current, exchange.target(true), requestedMethod);
  }

  /** Whether Socket.IO receives the request, so that the policy of its gateway decides. */
  private isPolled(exchange: ServerExchange): boolean {
    const { url } = exchange.target(true);
    return [...this.neighbours].some(({ parts }) =>
      parts.holder.current?.snapshot.gatewaysAt(url).some(({ endpoint }) => endpoint.isSocketIo),
    );
  }

  private answer(exchange: ServerExchange, headers: PreflightHeaders): unknown {
    return exchange.answerPreflight(headers, exchange.target(true), answer => {
      sendPreflight(exchange.response, answer);
    });
  }

  private decideEarly(): void {
    try {
      this.adapter.use((...args: unknown[]): unknown => {
        const [, , next] = args;
        const refused = this.entry.exchangeOf(args)?.decideEarly();
        return whenKnown(refused, error => {
          if (error !== undefined) return this.entry.refuse(error, args);
          return typeof next === 'function' ? (Reflect.apply(next, undefined, []) as unknown) : undefined;
        });
      });
    } catch {
      // The adapter has no middleware. The entered route decides alone.
    }
  }
}

/** The platforms on each adapter. */
const NEIGHBOURS = new Neighbours<ServerPlatform>();

/** Node's response, or Node's response in the adapter's response. */
function nodeResponse(response: unknown): ServerResponse | undefined {
  if (typeof response !== 'object' || response === null) return undefined;
  for (const each of [
    response,
    ...['raw', 'res', 'response'].map(name => Reflect.get(response, name) as unknown),
  ]) {
    if (typeof each === 'object' && each !== null && senderOf(each as ServerResponse) !== undefined) {
      return each as ServerResponse;
    }
  }
  return undefined;
}
