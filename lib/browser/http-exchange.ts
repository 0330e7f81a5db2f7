import {
  Agent as HttpAgent,
  type ClientRequest,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { FetchResponse } from './fetch-response.js';
import { HeaderList } from './header-list.js';
import type { WireRequest } from './wire-request.js';

/** Where a server listens: a port or a socket path. */
export interface ServerAddress {
  readonly secure: boolean;
  readonly host?: string;
  readonly port?: number;
  readonly socketPath?: string;
}

const FIRST_EVENT = /\r?\n\r?\n/;

// A connection is announced as lasting, so that a server may answer before it has read the whole body, as it may to a browser. None is kept,
// so that nothing keeps a server from closing.
const LASTING = { keepAlive: true, maxFreeSockets: 0 };
const HTTP = new HttpAgent(LASTING);
const HTTPS = new HttpsAgent(LASTING);

/** One request and its response. */
export function exchange(
  { method, url, headers, body }: WireRequest,
  { secure, ...address }: ServerAddress,
  timeout: number,
): Promise<FetchResponse> {
  return new Promise((resolve, reject) => {
    const options = {
      ...address,
      method,
      path: `${url.pathname}${url.search}`,
      headers: { ...Object.fromEntries(combined(headers)), ...lengthOf(method, body), Host: url.host },
      timeout,
    };
    // A test's certificate is its own: who serves an origin is what the test says.
    const outgoing: ClientRequest = secure
      ? requestHttps({ ...options, agent: HTTPS, rejectUnauthorized: false })
      : requestHttp({ ...options, agent: HTTP });
    // Node writes methods in upper case, but `patch` has to arrive as it is.
    outgoing.method = method;
    outgoing.on('timeout', () => {
      outgoing.destroy(new Error(`no answer to ${method} ${url.href} within ${timeout} ms`));
    });
    outgoing.on('error', reject);
    outgoing.on('response', response => {
      readBody(response, bytes => {
        resolve({
          status: response.statusCode ?? 0,
          headers: HeaderList.fromRawHeaders(response.rawHeaders),
          body: bytes,
        });
      });
      response.on('error', reject);
    });
    outgoing.end(body);
  });
}

/** The whole body; of an event stream, which may never end, up to its first event. */
function readBody(response: IncomingMessage, done: (bytes: Buffer) => void): void {
  const isEventStream = /^text\/event-stream\b/i.test(response.headers['content-type'] ?? '');
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    if (!isEventStream || !FIRST_EVENT.test(bytes.toString())) return;
    done(bytes);
    response.destroy();
  });
  response.on('end', () => {
    done(Buffer.concat(chunks));
  });
}

function combined(headers: HeaderList): [string, string][] {
  const seen = new Map<string, string>();
  for (const [name] of headers) {
    if (![...seen.keys()].some(other => other.toLowerCase() === name.toLowerCase()))
      seen.set(name, headers.get(name) ?? '');
  }
  return [...seen];
}

/** @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch (contentLength) */
function lengthOf(method: string, body: Buffer | undefined): Record<string, string> {
  if (body !== undefined) return { 'Content-Length': String(body.length) };
  return method === 'POST' || method === 'PUT' ? { 'Content-Length': '0' } : {};
}
