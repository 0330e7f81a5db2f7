import type { HttpServer } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, Server } from 'node:http';
import { ALLOWED_ORIGIN } from './origins.js';

type ConstantHeaders = readonly (readonly [name: string, value: string])[];

/**
 * Puts the module's headers on every response: those for an allowed origin if the request has one,
 * otherwise `Vary`. It uses the cheapest means of each platform: code ahead of Express's layers,
 * and Fastify's first hook.
 */
export function addConstantHeaders(adapter: HttpServer, exposed: boolean): void {
  const vary: ConstantHeaders = [['vary', 'Origin']];
  const all: ConstantHeaders = [
    ...vary,
    ['access-control-allow-origin', ALLOWED_ORIGIN],
    ['access-control-allow-credentials', 'true'],
    ...(exposed ? [['access-control-expose-headers', 'X-Total'] as const] : []),
  ];
  const headersFor = ({ rawHeaders }: IncomingMessage) => (rawHeaders.includes('origin') ? all : vary);
  if (adapter.getType() === 'express') {
    (adapter.getHttpServer() as Server).prependListener('request', (request, response) => {
      for (const [name, value] of headersFor(request)) response.setHeader(name, value);
    });
    return;
  }
  (adapter.getInstance() as FastifyInstance).addHook('onRequest', (request, reply, done) => {
    for (const [name, value] of headersFor(request.raw)) reply.header(name, value);
    done();
  });
}
