import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Journal } from './journal.js';
import type { MiddlewarePlan, Place, RewritingPlan } from './rewriting-plan.js';

/** The request header with the indexes of the middleware that act. */
export const ACTIVE = 'x-active';

export type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Sets what a middleware of the plan sets of a response: on Node's, or on Fastify's reply. */
export interface ResponseSurface {
  set(name: string, value: string): void;
  end(): void;
}

export const LEFTOVER_ORIGIN = 'https://leftover.example';

/**
 * The headers that a middleware of the kind `allow-origin` sets, like a `cors()` that was left in
 * place.
 */
export function leftoverHeaders(value: string): Readonly<Record<string, string>> {
  return {
    'access-control-allow-origin': value,
    ...(value === '*' ? {} : { 'access-control-allow-credentials': 'true' }),
    'access-control-expose-headers': 'x-leftover',
  };
}

/** The middleware of a place, in order, as functions that Express and Nest take. */
export function middlewareAt(place: Place, plan: RewritingPlan, journal: Journal): Middleware[] {
  return indexesAt(place, plan).map(index => (request, response, next) => {
    const surface: ResponseSurface = {
      set: (name, value) => void response.setHeader(name, value),
      end: () => void response.end('ended'),
    };
    if (act(index, plan, journal, request, surface)) next();
  });
}

export function indexesAt(place: Place, { middleware }: RewritingPlan): number[] {
  return [...middleware.keys()].filter(index => middleware[index]?.place === place);
}

/** Whether the request goes on. */
export function act(
  index: number,
  { middleware, versioning }: RewritingPlan,
  journal: Journal,
  request: IncomingMessage,
  surface: ResponseSurface,
): boolean {
  const plan = middleware[index];
  if (plan === undefined || !String(request.headers[ACTIVE]).split(',').includes(String(index))) return true;
  journal.record(request.headers, { what: 'middleware', index });
  return perform(plan, versioning, request, surface);
}

function perform(
  { kind, value }: MiddlewarePlan,
  versioning: RewritingPlan['versioning'],
  request: IncomingMessage,
  surface: ResponseSurface,
): boolean {
  switch (kind) {
    case 'url':
      request.url = value;
      return true;
    case 'method':
      request.method = value;
      return true;
    case 'version':
      Object.assign(request.headers, versionHeaders(versioning, value));
      return true;
    case 'host':
      request.headers.host = value;
      return true;
    case 'allow-origin':
      for (const [name, each] of Object.entries(leftoverHeaders(value))) surface.set(name, each);
      return true;
    case 'end':
      surface.end();
      return false;
  }
}

/** How a request asks for a version. */
export function versionHeaders(
  versioning: RewritingPlan['versioning'],
  version: string | undefined,
): Readonly<Record<string, string>> {
  if (version === undefined || versioning === undefined) return {};
  return versioning === 'MEDIA_TYPE' ? { accept: `application/json;v=${version}` } : { 'x-version': version };
}
