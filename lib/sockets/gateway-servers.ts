import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type SocketEndpoint,
  isSameEndpoint,
  socketIoEndpoint,
  webSocketEndpoint,
} from '../routing/index.js';
import { replaceMethod } from '../platform/index.js';
import type { HandshakeDecisions } from './handshake-decisions.js';
import { isWebSocketUpgrade } from './handshake-request.js';
import { receivePolling } from './polling.js';
import { type PendingDecision, receiveHandshake } from './server-handshakes.js';

/** The members of Nest's `ApplicationConfig` that the module uses. */
export interface SocketAdapterConfig {
  getIoAdapter(): unknown;
}

/** A server that a WebSocket adapter has created for gateways. */
export interface GatewayServer {
  readonly endpoint: SocketEndpoint;
  /** The path in the decorators of its gateways. */
  readonly declaredPath: string | undefined;
  /** Whether the module sees its handshakes, on every port. */
  readonly isSeen: boolean;
}

interface OwnedServer extends GatewayServer {
  endpoint: SocketEndpoint;
  /** Absent until the application has started. */
  owner: HandshakeDecisions | undefined;
}

/** The members of a Socket.IO server that the module uses. */
interface SocketIoServer {
  readonly engine: object;
  path(): string;
}

/**
 * The servers of gateways. Nest's WebSocket adapter creates them with `create()`, and this class
 * observes each call. On a separate port, no other part of the module sees the requests. On the
 * application's own server, the gateway server tells which gateway a handshake has reached.
 */
export class GatewayServers {
  private unclaimed: OwnedServer[] = [];
  private readonly known = new WeakMap<object, OwnedServer>();
  private readonly adapters = new WeakSet<object>();
  private lastOwner: HandshakeDecisions | undefined;

  /**
   * @param isStarting whether an application is starting. A server that is created then belongs to
   * it.
   */
  constructor(
    config: SocketAdapterConfig,
    private readonly isStarting: () => boolean,
  ) {
    this.watch(config.getIoAdapter());
    replaceMethod(config, 'setIoAdapter', (set, args) => {
      this.watch(args[0]);
      return set(args);
    });
  }

  /** The servers that were created since the last call, for the application that starts now. */
  claim(owner: HandshakeDecisions): readonly GatewayServer[] {
    const servers = this.unclaimed;
    this.unclaimed = [];
    for (const server of servers) server.owner = owner;
    this.lastOwner = owner;
    return servers;
  }

  private watch(adapter: unknown): void {
    if (!isObject(adapter) || this.adapters.has(adapter)) return;
    this.adapters.add(adapter);
    replaceMethod(adapter, 'create', (create, args) => {
      const server = create(args);
      this.note(server, args);
      return server;
    });
  }

  private note(made: unknown, [port, options]: readonly unknown[]): void {
    // A namespace belongs to a server.
    const server = isObject(made) && !isSocketIo(made) && 'server' in made ? made.server : made;
    const { path, addTrailingSlash } = isObject(options) ? (options as Record<string, unknown>) : {};
    const declaredPath = typeof path === 'string' ? path : undefined;
    const place = { port: typeof port === 'number' ? port : 0, declaredPath };
    const known = isObject(server) ? this.known.get(server) : undefined;
    if (known !== undefined) {
      if (known.declaredPath !== declaredPath) this.unclaimed.push({ ...known, declaredPath });
      return;
    }
    const owned = ownedServer(server, place, addTrailingSlash !== false);
    // Two spellings of a path can name the same endpoint.
    const same = this.unclaimed.find(each => isSameEndpoint(each.endpoint, owned.endpoint));
    if (same !== undefined) owned.endpoint = same.endpoint;
    if (isObject(server)) this.known.set(server, owned);
    if (this.isStarting()) this.unclaimed.push(owned);
    else owned.owner = this.lastOwner;
    takeServer(server, owned);
  }
}

function ownedServer(
  server: unknown,
  { port, declaredPath }: { readonly port: number; readonly declaredPath: string | undefined },
  hasSlash: boolean,
): OwnedServer {
  if (isSocketIo(server)) {
    const path = server.path();
    const endpoint = socketIoEndpoint(port, path === '' ? '/' : path, hasSlash ? `${path}/` : path);
    return { endpoint, declaredPath, isSeen: true, owner: undefined };
  }
  const ownPath = isObject(server) && 'path' in server ? server.path : undefined;
  const path = typeof ownPath === 'string' ? ownPath : declaredPath;
  const takesEveryPath = port !== 0 && path === undefined;
  const endpoint = webSocketEndpoint(port, path?.startsWith('/') ? path : `/${path ?? ''}`, takesEveryPath);
  return { endpoint, declaredPath, isSeen: port === 0 || hasHandleUpgrade(server), owner: undefined };
}

/** Makes a server decide each handshake before it accepts it. */
function takeServer(server: unknown, owned: OwnedServer): void {
  const target = isSocketIo(server) ? server.engine : server;
  if (!isObject(target)) return;
  replaceMethod(target, 'handleUpgrade', (handle, args) => {
    const [request, socket] = args as [IncomingMessage, Duplex];
    if (!isWebSocketUpgrade(request)) return handle(args);
    return receiveHandshake({ request, socket }, [pendingAt(owned, request)], () => handle(args));
  });
  if (!isSocketIo(server)) return;
  replaceMethod(target, 'handleRequest', (handle, args) => {
    const [request, response] = args as [IncomingMessage, ServerResponse];
    const state = owned.owner?.slot.current;
    if (owned.owner === undefined || state === undefined) return response.writeHead(503).end();
    const gateways = state.snapshot.gatewaysOf(owned.endpoint);
    if (gateways === undefined) return handle(args);
    return receivePolling({ request, response }, { owner: owned.owner.decisions, state, gateways }, () =>
      handle(args),
    );
  });
}

function pendingAt({ owner, endpoint }: OwnedServer, { url = '' }: IncomingMessage): PendingDecision {
  const snapshot = owner?.slot.current?.snapshot;
  const gateways = snapshot?.gatewaysOf(endpoint);
  const at = gateways?.at ?? snapshot?.at(url);
  return { decisions: owner, target: at && { at, gateways: gateways?.routes ?? [] } };
}

function isSocketIo(server: unknown): server is SocketIoServer {
  return (
    isObject(server) &&
    'engine' in server &&
    isObject(server.engine) &&
    'path' in server &&
    typeof server.path === 'function'
  );
}

function hasHandleUpgrade(server: unknown): boolean {
  return isObject(server) && 'handleUpgrade' in server && typeof server.handleUpgrade === 'function';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
