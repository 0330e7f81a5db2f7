import type { IncomingHttpHeaders } from 'node:http';

/** What the explorer reads of Node's request, HTTP/2 and `app.inject()` included. */
export interface NodeRequest {
  readonly method?: string;
  readonly url?: string;
  readonly httpVersion: string;
  readonly headers: IncomingHttpHeaders;
  readonly socket: { /** Whether this server ends TLS. */ readonly encrypted?: boolean };
}

/** What the explorer needs of Node's response to write a stream. */
export interface NodeResponse {
  /** Whether the connection is gone; HTTP/2 tells it by a socket that is missing. */
  readonly destroyed?: boolean;
  readonly socket?: unknown;
  readonly writableLength: number;
  writeHead(status: number, headers: Record<string, string>): unknown;
  write(chunk: string): boolean;
  end(): unknown;
  on(event: 'close' | 'error', listener: () => void): unknown;
}

/** Node's request, out of the platform's: Express hands it over itself, Fastify keeps it in `raw`. */
export function nodeRequest(request: unknown): NodeRequest {
  const raw = rawOf(request);
  if (isNodeRequest(raw)) return raw;
  throw new TypeError('The HTTP adapter does not give a request of Node.');
}

/** Node's response, out of the platform's, which then leaves it alone. */
export function takeOver(response: unknown): NodeResponse {
  if (hasMethod(response, 'hijack')) response.hijack();
  const raw = rawOf(response);
  if (isNodeResponse(raw)) return raw;
  throw new TypeError('The HTTP adapter does not give a response of Node.');
}

/** What stands behind the question mark, as it came: platforms parse it each in its way, and applications change that. */
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
