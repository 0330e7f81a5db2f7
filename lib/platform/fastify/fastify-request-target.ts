import type { IncomingMessage } from 'node:http';
import type { NestTarget } from '../../routing/index.js';
import { hostOf } from '../request-facts.js';
import type { FastifyRequest } from './fastify-instance.js';

/** Where the announced request goes; Fastify parses a host name only where it is asked for. */
export class PreflightTarget implements NestTarget {
  readonly url: string;
  readonly host: string | undefined;

  constructor(private readonly request: FastifyRequest) {
    this.url = request.raw.url ?? '';
    this.host = hostOf(request.raw.headers);
  }

  get hostname(): string {
    return this.request.hostname;
  }
}

/** Where a request goes that Fastify has not made a request of its own for. */
export function rawTarget({ url: current = '', headers }: IncomingMessage, url = current): NestTarget {
  const host = hostOf(headers);
  return { url, hostname: host?.replace(/:\d*$/, '') ?? '', host };
}
