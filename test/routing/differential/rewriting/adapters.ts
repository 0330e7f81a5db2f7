import type { INestApplication } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import express from 'express';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { act, indexesAt, middlewareAt } from './acting-middleware.js';
import type { Journal } from './journal.js';
import type { RewritingPlan } from './rewriting-plan.js';

/** The adapter of a plan, with the middleware that stand ahead of Nest's own. */
export function adapterFor(plan: RewritingPlan, journal: Journal): ExpressAdapter | FastifyAdapter {
  if (plan.platform === 'express') {
    const instance = express();
    for (const middleware of middlewareAt('instance', plan, journal)) instance.use(middleware);
    return new ExpressAdapter(instance);
  }
  const options = { rewriteUrl: rewriteUrl(plan, journal) };
  if (indexesAt('instance', plan).length === 0) return new FastifyAdapter(options);
  const instance = fastify(options);
  addFastifyHooks(instance, 'instance', plan, journal);
  return new FastifyAdapter(instance);
}

/** The adapter's request hook, and on Fastify the hooks that stand behind Nest's. */
export function addHooks(app: INestApplication, plan: RewritingPlan, journal: Journal): void {
  const [index] = indexesAt('request-hook', plan);
  const adapter = app.getHttpAdapter() as unknown as { setOnRequestHook(hook: RequestHook): void };
  if (index !== undefined) {
    adapter.setOnRequestHook((request, response, done) => {
      const goesOn = isReply(response)
        ? act(index, plan, journal, rawOf(request), replySurface(response))
        : act(index, plan, journal, rawOf(request), nodeSurface(response));
      if (goesOn) done();
    });
  }
  if (plan.platform === 'express') return;
  const instance = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  for (const place of ['onRequest', 'preHandler'] as const) addFastifyHooks(instance, place, plan, journal);
}

type RequestHook = (
  request: IncomingMessage | FastifyRequest,
  response: ServerResponse | FastifyReply,
  done: () => void,
) => void;

function rewriteUrl(plan: RewritingPlan, journal: Journal): (request: IncomingMessage) => string {
  return request => {
    const unused = { set: () => undefined, end: () => undefined };
    for (const index of indexesAt('rewriteUrl', plan)) act(index, plan, journal, request, unused);
    return request.url ?? '/';
  };
}

function addFastifyHooks(
  instance: FastifyInstance,
  place: 'instance' | 'onRequest' | 'preHandler',
  plan: RewritingPlan,
  journal: Journal,
): void {
  for (const index of indexesAt(place, plan)) {
    const hook = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
      if (act(index, plan, journal, request.raw, replySurface(reply))) done();
    };
    if (place === 'preHandler') instance.addHook('preHandler', hook);
    else instance.addHook('onRequest', hook);
  }
}

function isReply(response: ServerResponse | FastifyReply): response is FastifyReply {
  return 'raw' in response;
}

function rawOf(request: IncomingMessage | FastifyRequest): IncomingMessage {
  return 'raw' in request ? request.raw : request;
}

function nodeSurface(response: ServerResponse): Parameters<typeof act>[4] {
  return {
    set: (name, value) => void response.setHeader(name, value),
    end: () => void response.end('ended'),
  };
}

function replySurface(reply: FastifyReply): Parameters<typeof act>[4] {
  return { set: (name, value) => void reply.header(name, value), end: () => void reply.send('ended') };
}
