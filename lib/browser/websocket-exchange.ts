import { randomBytes } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import type { FetchResponse } from './fetch-response.js';
import { HeaderList } from './header-list.js';
import type { ServerAddress } from './http-exchange.js';
import type { WireRequest } from './wire-request.js';

/** The time in which a server must close its side, in milliseconds. */
const LONGEST_CLOSING = 200;
const NORMAL_CLOSURE = 1000;

/**
 * One opening handshake and the head of its answer. The connection is closed before the promise
 * resolves.
 */
export function exchangeHandshake(
  { method, url, headers }: WireRequest,
  { secure, ...address }: ServerAddress,
  timeout: number,
): Promise<FetchResponse> {
  return new Promise((resolve, reject) => {
    const options = {
      ...address,
      method,
      path: `${url.pathname}${url.search}`,
      headers: { ...Object.fromEntries(headers), Host: url.host },
      agent: false,
    } as const;
    const outgoing = secure ? requestHttps({ ...options, rejectUnauthorized: false }) : requestHttp(options);
    // Not the `timeout` of the socket, which a server extends with every byte.
    const deadline = setTimeout(() => {
      outgoing.destroy(new Error(`no answer to the handshake with ${url.href} within ${timeout} ms`));
    }, timeout);
    const answered = (response: { statusCode?: number | undefined; rawHeaders: readonly string[] }) => {
      clearTimeout(deadline);
      resolve({
        status: response.statusCode ?? 0,
        headers: HeaderList.fromRawHeaders(response.rawHeaders),
        body: Buffer.alloc(0),
      });
    };
    outgoing.on('upgrade', (response, socket) => {
      clearTimeout(deadline);
      closeOrderly(socket, () => {
        answered(response);
      });
    });
    outgoing.on('response', response => {
      answered(response);
      outgoing.destroy();
    });
    outgoing.on('error', error => {
      clearTimeout(deadline);
      reject(error);
    });
    outgoing.end();
  });
}

function closeOrderly(socket: Duplex, done: () => void): void {
  const patience = setTimeout(() => socket.destroy(), LONGEST_CLOSING);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    clearTimeout(patience);
    done();
  });
  socket.resume();
  socket.end(closeFrame());
}

/** @see https://www.rfc-editor.org/rfc/rfc6455#section-5.5.1 */
function closeFrame(): Buffer {
  const mask = randomBytes(4);
  const code = Buffer.from([NORMAL_CLOSURE >> 8, NORMAL_CLOSURE & 0xff]);
  return Buffer.concat([Buffer.from([0x88, 0x82]), mask, code.map((byte, at) => byte ^ (mask[at] ?? 0))]);
}
