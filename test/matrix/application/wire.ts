import { connect } from 'node:net';

/** A request as bytes, with header lines in order. A header may be there twice. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

export interface WireResponse {
  readonly status: number;
  /** `access-control-*`, `cross-origin-resource-policy` and `vary`, as they were sent. */
  readonly headers: Readonly<Record<string, string>>;
  /** The rest, framing included. */
  readonly body: string;
}

const CORS = /^(access-control-|cross-origin-resource-policy$|vary$)/;
const LAST_CHUNK = '\r\n0\r\n\r\n';
/** In milliseconds, for one response. */
const LIMIT = 10_000;

/** Sends a request over a socket, since an HTTP client could change it, and reads the response. */
export function send(port: number, request: WireRequest): Promise<WireResponse> {
  const { method, path, headers = [], body = '' } = request;
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(body === '' ? [] : [`Content-Length: ${body.length}`]),
    // An upgrade has a Connection header of its own.
    ...(headers.some(([name]) => name === 'Connection') ? [] : ['Connection: close']),
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`));
    let text = '';
    const finish = (): void => {
      socket.destroy();
      resolve(parse(text));
    };
    socket.setEncoding('latin1');
    socket.setTimeout(LIMIT, () => socket.destroy(new Error(`${method} ${path} has no response.`)));
    socket.on('data', (chunk: string) => {
      text += chunk;
      // A WebSocket stays open, and Nest keeps the connection of an event stream alive.
      if (/^HTTP\/1\.1 101 .*\r\n\r\n/s.test(text) || text.endsWith(LAST_CHUNK)) finish();
    });
    socket.on('end', finish);
    socket.on('error', reject);
  });
}

function parse(text: string): WireResponse {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const at = line.indexOf(':');
    const name = line.slice(0, at).toLowerCase();
    const value = line.slice(at + 1).trim();
    // A header that is sent twice equals no expectation.
    if (CORS.test(name)) headers[name] = name in headers ? `${headers[name]} | ${value}` : value;
  }
  return { status: Number(first.split(' ')[1]), headers, body: rest.join('\r\n\r\n') };
}
