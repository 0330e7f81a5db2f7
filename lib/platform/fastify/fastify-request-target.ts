import type { IncomingMessage } from 'node:http';
import type { NestTarget } from '../../routing/index.js';
import type { ServerLocation } from '../request-facts.js';
import type { FastifyRequest } from './fastify-instance.js';
import { hostOf } from './policy-before-hooks.js';

/** Where the announced request goes; Fastify parses a host name only for who asks for it. */
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

/** Before there is a request of Fastify's, which alone knows of proxies. */
export function locationOf({ socket, headers }: IncomingMessage): ServerLocation {
  return { protocol: 'encrypted' in socket ? 'https' : 'http', host: hostOf(headers) ?? '' };
}
