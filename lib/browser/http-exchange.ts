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

/** The address of a server: a port or a socket path. */
export interface ServerAddress {
  readonly secure: boolean;
  readonly host?: string;
  readonly port?: number;
  readonly socketPath?: string;
}

const FIRST_EVENT = /\r?\n\r?\n/;

// The request announces a persistent connection, so that a server may answer before it has read the
// whole body, as with a browser. No connection is kept, so that every server can close.
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
    // The certificate of a test is its own. The test decides which server answers for an origin.
    const outgoing: ClientRequest = secure
      ? requestHttps({ ...options, agent: HTTPS, rejectUnauthorized: false })
      : requestHttp({ ...options, agent: HTTP });
    // Node writes methods in upper case, but `patch` must arrive unchanged.
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

/** The whole body. An event stream may never end, so only its first event is read. */
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
