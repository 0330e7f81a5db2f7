import type { IncomingMessage } from 'node:http';
import type { NestTarget } from '../../routing/index.js';
import { hostOf } from '../../exchange/index.js';
import type { FastifyRequest } from './fastify-instance.js';

/** Where a preflight leads. Fastify parses the hostname only when it is read. */
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

/** Where a request leads for which Fastify has not created its own request object. */
export function rawTarget({ url: current = '', headers }: IncomingMessage, url = current): NestTarget {
  const host = hostOf(headers);
  return { url, hostname: host?.replace(/:\d*$/, '') ?? '', host };
}
