import type { AbstractHttpAdapter } from '@nestjs/core';
import { EventEmitter } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import type { RecordedRouting } from '../../routing/index.js';
import type { RequestFacts, HeaderAccess, ServerLocation } from '../../exchange/index.js';
import type { FastifyAdapter } from '../fastify/fastify-instance.js';

/** The part of Nest's HTTP adapter interface that the portable path uses. */
export type PortableAdapter = Pick<
  AbstractHttpAdapter,
  | 'options'
  | 'setHeader'
  | 'getHeader'
  | 'isHeadersSent'
  | 'reply'
  | 'getInstance'
  | 'getType'
  | 'getRequestHostname'
  | 'getRequestMethod'
  | 'getRequestUrl'
> &
  Pick<FastifyAdapter, 'requireNonEmptyParams'> & {
    readonly getRouteMatchingOptions?: () => {
      readonly caseSensitive: boolean;
      readonly ignoreTrailingSlash: boolean;
    };
    readonly isRouteOrderSensitive?: () => boolean;
  };

/**
 * How an adapter chooses routes. Nest's NodeAdapter has no `getRouteMatchingOptions()`, but it
 * reads paths as Express does.
 */
export function recordedRouting(adapter: PortableAdapter): RecordedRouting {
  const isKnown = adapter.getType() === 'node';
  const { caseSensitive, ignoreTrailingSlash } = adapter.getRouteMatchingOptions?.() ?? {
    caseSensitive: true,
    ignoreTrailingSlash: isKnown,
  };
  const bySpecificity = adapter.isRouteOrderSensitive?.() === false;
  return { bySpecificity, isKnown, caseSensitive, strict: !ignoreTrailingSlash };
}

/**
 * The headers of an adapter's response. Nest's interface cannot remove a header, so removing uses
 * the response itself, or Node's response in it.
 */
export function responseHeaders(adapter: PortableAdapter, response: unknown): HeaderAccess {
  const objects = [response, nodeResponse(response)];
  return {
    get: name => adapter.getHeader(response, name) as string | undefined,
    set: (name, value) => {
      adapter.setHeader(response, name, value);
    },
    remove: name => {
      for (const each of objects) call(each, 'removeHeader', [name]);
    },
    names: () => objects.flatMap(each => Object.keys(call(each, 'getHeaders', []) ?? {})),
  };
}

function nodeResponse(response: unknown): unknown {
  return property(response, 'raw') ?? response;
}

function call(object: unknown, name: string, args: readonly unknown[]): object | undefined {
  const method = property(object, name);
  const result: unknown = typeof method === 'function' ? Reflect.apply(method, object, args) : undefined;
  return typeof result === 'object' && result !== null ? result : undefined;
}

/**
 * The headers of an adapter's request. On every platform of Nest, the request has Node's `headers`.
 */
export function requestHeaders(request: unknown): IncomingHttpHeaders {
  return (property(request, 'headers') as IncomingHttpHeaders | undefined) ?? {};
}

/** Where the client reached the server, according to the adapter's request. */
function locationOf(request: unknown): ServerLocation {
  const protocol = property(request, 'protocol');
  const host = property(request, 'host');
  const encrypted = property(property(request, 'socket'), 'encrypted') === true;
  return {
    protocol: typeof protocol === 'string' ? protocol : encrypted ? 'https' : 'http',
    host: typeof host === 'string' ? host : (requestHeaders(request).host ?? ''),
  };
}

export function requestFacts(adapter: PortableAdapter, request: unknown): RequestFacts {
  return {
    method: String(adapter.getRequestMethod(request)),
    url: String(adapter.getRequestUrl(request)),
    headers: requestHeaders(request),
    location: locationOf(request),
  };
}

/**
 * Reports the status when the response is sent. The moment is known for a Node response, or for one
 * that contains it. Any other response counts as sent at once.
 */
export function whenAnswered(response: unknown, tell: (status: number) => void): void {
  const node = nodeResponse(response);
  const statusOf = (): number => Number(property(node, 'statusCode') ?? property(response, 'status') ?? 0);
  if (node instanceof EventEmitter) {
    node.once('finish', () => {
      tell(statusOf());
    });
  } else {
    tell(statusOf());
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;
}
