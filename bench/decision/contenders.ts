import fastifyCors from '@fastify/cors';
import expressCors from 'cors';
import { type H3Event, handleCors } from 'h3';
import { cors as honoCors } from 'hono/cors';
import { decider } from './library-internals.js';
import { MockReply, type MockRequest, MockResponse } from './mock-messages.js';

/** The configuration of every contender. */
export interface ContenderOptions {
  readonly origins: readonly (string | RegExp)[];
  /** The same origins, for contenders with their own syntax of patterns. */
  readonly patterns?: readonly string[];
}

/** Decides one request, including the headers on a mock response. */
export type Contender = (request: MockRequest) => unknown;

const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'];
const ALLOWED_HEADERS = ['Content-Type', 'X-Trace'];
const MAX_AGE = 600;

export const CONTENDERS: Readonly<Record<string, (options: ContenderOptions) => Contender>> = {
  'nestjs-cors-policy': ownContender,
  'cors': expressContender,
  '@fastify/cors': fastifyContender,
  'hono/cors': honoContender,
  'h3': h3Contender,
};

function ownContender({ origins, patterns }: ContenderOptions): Contender {
  return decider({
    origin: [...(patterns ?? origins)],
    credentials: true,
    allowedHeaders: ALLOWED_HEADERS,
    methods: METHODS,
    maxAge: MAX_AGE,
  });
}

function expressContender({ origins }: ContenderOptions): Contender {
  const middleware = expressCors({
    origin: [...origins],
    credentials: true,
    methods: METHODS,
    allowedHeaders: ALLOWED_HEADERS,
    maxAge: MAX_AGE,
  });
  return request => {
    const response = new MockResponse();
    middleware(request, response, () => undefined);
    return response;
  };
}

type FastifyHook = (request: unknown, reply: MockReply, next: () => void) => void;

function fastifyContender({ origins }: ContenderOptions): Contender {
  let hook: FastifyHook | undefined;
  const instance = {
    decorateRequest: () => undefined,
    addHook: (_name: string, added: FastifyHook) => {
      hook = added;
    },
    options: () => undefined,
  };
  const options = {
    origin: [...origins],
    credentials: true,
    methods: METHODS,
    allowedHeaders: ALLOWED_HEADERS,
    maxAge: MAX_AGE,
  };
  const register = fastifyCors as unknown as (instance: object, options: object, done: () => void) => void;
  register(instance, options, () => undefined);
  return request => {
    const reply = new MockReply();
    hook?.({ ...request, raw: request, routeOptions: {} }, reply, () => undefined);
    return reply;
  };
}

function honoContender({ origins }: ContenderOptions): Contender {
  const matches = originMatcher(origins);
  const middleware = honoCors({
    origin: origins.every(origin => typeof origin === 'string')
      ? [...origins]
      : (origin: string) => (matches(origin) ? origin : null),
    credentials: true,
    allowMethods: METHODS,
    allowHeaders: ALLOWED_HEADERS,
    maxAge: MAX_AGE,
  });
  return request => {
    const headers = new Headers();
    const context = {
      req: { method: request.method, header: (name: string) => request.headers[name.toLowerCase()] },
      res: { headers, status: 200, statusText: '' },
      header: (name: string, value: string) => {
        headers.append(name, value);
      },
    };
    return middleware(context as unknown as Parameters<typeof middleware>[0], () => Promise.resolve());
  };
}

function h3Contender({ origins }: ContenderOptions): Contender {
  const options = {
    origin: [...origins],
    credentials: true,
    methods: METHODS,
    allowHeaders: ALLOWED_HEADERS,
    maxAge: String(MAX_AGE),
  };
  return request => {
    const event = {
      req: { method: request.method, headers: new Headers(request.headers) },
      res: { headers: new Headers(), errHeaders: new Headers() },
    };
    handleCors(event as unknown as H3Event, options);
    return event;
  };
}

function originMatcher(origins: readonly (string | RegExp)[]): (origin: string) => boolean {
  return origin => origins.some(rule => (typeof rule === 'string' ? rule === origin : rule.test(origin)));
}
