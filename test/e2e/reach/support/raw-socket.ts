import { connect } from 'node:net';

/**
 * Sends text over a separate connection, as no client would. It reads until enough data arrives or
 * the server closes.
 *
 * @returns what has come
 */
export function exchange(
  port: number,
  text: string,
  isEnough: (received: string) => boolean = () => false,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.on('data', chunk => {
      received += chunk.toString();
      if (isEnough(received)) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(received);
    });
    socket.write(text);
  });
}

/** A response on the wire: its status, and its headers by name in lower case. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** The heads of the responses in what was received. Bodies must not look like heads. */
export function responsesIn(received: string): WireResponse[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) [^\r]*\r\n((?:[^\r]+\r\n)*)\r\n/g)].map(
    ([, status, head = '']) => ({
      status: Number(status),
      headers: Object.fromEntries(
        head
          .trimEnd()
          .split('\r\n')
          .map(line => {
            const [name = '', ...value] = line.split(': ');
            return [name.toLowerCase(), value.join(': ')];
          }),
      ),
    }),
  );
}

/** The text of a request. */
export function requestText(
  target: string,
  headers: Readonly<Record<string, string>>,
  { method = 'GET', version = '1.1' } = {},
): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/${version}\r\n${lines.join('')}\r\n`;
}
