import { CLAUSES } from './clauses.js';
import type { Fetched, FetchResponse } from './fetch-response.js';
import { type ServerAddress, exchange } from './http-exchange.js';
import { isLoopback } from './same-site.js';
import { exchangeHandshake } from './websocket-exchange.js';
import type { WireRequest } from './wire-request.js';

/** The actual address of an origin's server. It is determined for each request. */
export type FindServer = (origin: string) => Promise<ServerAddress | undefined>;

type Send = (request: WireRequest, address: ServerAddress, timeout: number) => Promise<FetchResponse>;

/**
 * The servers that a browser can reach: the given ones, and every server on loopback. No request
 * leaves the machine.
 */
export class Servers {
  constructor(
    private readonly find: FindServer,
    private readonly timeout: number,
  ) {}

  send(request: WireRequest): Promise<Fetched> {
    return this.reach(request, exchange);
  }

  /** Sends a WebSocket's handshake, and closes the connection after the answer. */
  connect(request: WireRequest): Promise<Fetched> {
    return this.reach(request, exchangeHandshake);
  }

  private async reach(request: WireRequest, send: Send): Promise<Fetched> {
    const address = (await this.find(request.url.origin)) ?? loopbackAddress(request.url);
    if (address === undefined) {
      return {
        error: `net::ERR_NAME_NOT_RESOLVED: no server for ${request.url.origin}; name one in the option 'servers'.`,
        clause: CLAUSES.network,
      };
    }
    try {
      return await send(request, address, this.timeout);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { error: `net::ERR_FAILED: ${why}`, clause: CLAUSES.network };
    }
  }
}

function loopbackAddress({ protocol, hostname, port }: URL): ServerAddress | undefined {
  if (!isLoopback(hostname)) return undefined;
  const secure = protocol === 'https:';
  return {
    secure,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 443 : 80) : Number(port),
  };
}
