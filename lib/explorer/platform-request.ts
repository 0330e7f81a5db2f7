import type { IncomingHttpHeaders } from 'node:http';

/** The part of Node's request that the explorer reads. HTTP/2 and `app.inject()` have it too. */
export interface NodeRequest {
  readonly method?: string;
  readonly url?: string;
  readonly httpVersion: string;
  readonly headers: IncomingHttpHeaders;
  readonly socket: { /** Whether this server ends TLS. */ readonly encrypted?: boolean };
}

/** The part of Node's response that the explorer needs to write a stream. */
export interface NodeResponse {
  /** Whether the connection is gone. With HTTP/2, `socket` is missing then. */
  readonly destroyed?: boolean;
  readonly socket?: unknown;
  readonly writableLength: number;
  writeHead(status: number, headers: Record<string, string>): unknown;
  write(chunk: string): boolean;
  end(): unknown;
  on(event: 'close' | 'error', listener: () => void): unknown;
}

/** Node's request. Express passes it on itself, Fastify keeps it in `raw`. */
export function nodeRequest(request: unknown): NodeRequest {
  const raw = rawOf(request);
  if (isNodeRequest(raw)) return raw;
  throw new TypeError('The HTTP adapter does not give a request of Node.');
}

/** Node's response. The platform does not write to it afterwards. */
export function takeOver(response: unknown): NodeResponse {
  if (hasMethod(response, 'hijack')) response.hijack();
  const raw = rawOf(response);
  if (isNodeResponse(raw)) return raw;
  throw new TypeError('The HTTP adapter does not give a response of Node.');
}

/**
 * The query of the URL. Platforms parse it differently, and applications can replace the parser.
 */
export function queryOf({ url = '' }: NodeRequest): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
}

function rawOf(wrapped: unknown): unknown {
  return typeof wrapped === 'object' && wrapped !== null && 'raw' in wrapped ? wrapped.raw : wrapped;
}

function isNodeRequest(request: unknown): request is NodeRequest {
  return typeof request === 'object' && request !== null && 'headers' in request && 'socket' in request;
}

function isNodeResponse(response: unknown): response is NodeResponse {
  return (
    hasMethod(response, 'writeHead') &&
    hasMethod(response, 'write') &&
    hasMethod(response, 'end') &&
    hasMethod(response, 'on') &&
    'writableLength' in response
  );
}

function hasMethod<Name extends string>(value: unknown, name: Name): value is Record<Name, () => unknown> {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';
}
