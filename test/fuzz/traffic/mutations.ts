import type { Random } from './random.js';

const FRAGMENTS = [
  '\r\n',
  '\n',
  '\r',
  '\r\n\r\n',
  '\r\n ',
  '\r\n\t',
  '\n\n',
  '\0',
  ' ',
  '\t',
  ':',
  ',',
  '\x0b',
  '\xff',
  'Origin: https://app.example.com\r\n',
  'Origin: https://evil.example\r\n',
  'Origin : https://app.example.com\r\n',
  ' Origin: https://app.example.com\r\n',
  'Origin\t: null\r\n',
  'Origin:\r\n https://app.example.com\r\n',
  'Access-Control-Request-Method: DELETE\r\n',
  'Access-Control-Request-Method: GET\r\nX-Injected: 1\r\n',
  'Access-Control-Request-Headers: x\rSet-Cookie: a=1\r\n',
  'Access-Control-Request-Headers: x\nSet-Cookie: a=1\r\n',
  'Access-Control-Request-Headers: x\r\n x-two\r\n',
  'Content-Length: 5\r\n',
  'Content-Length: 5\r\nContent-Length: 6\r\n',
  'Content-Length: -1\r\n',
  'Content-Length: 99999999999999999999\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Transfer-Encoding: chunked, identity\r\n',
  'Transfer-Encoding: xchunked\r\nContent-Length: 3\r\n',
  'Connection: close\r\n',
  'Connection: upgrade\r\nUpgrade: websocket\r\n',
  'Connection: keep-alive, Origin\r\n',
  'Expect: 100-continue\r\n',
  'Expect: something\r\n',
  'Host: other.example\r\n',
  'Trailer: Origin\r\n',
  '0\r\nOrigin: https://app.example.com\r\n\r\n',
  'GET /exact HTTP/1.1\r\nHost: x\r\nOrigin: https://evil.example\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
];
const VERSIONS = [
  'HTTP/1.0',
  'HTTP/0.9',
  'HTTP/1.2',
  'HTTP/2.0',
  'HTTP/9',
  'http/1.1',
  'HTTP/1.1 ',
  'ICE/1.0',
  '',
];
const METHODS = ['CONNECT', 'options', 'OPTIONS ', 'PRI', 'FOO', '\0', 'GET\t', ''];

/** Requests that parsers may read differently. */
export function soup(random: Random, requests: readonly string[]): string {
  let text = requests.join('');
  for (let count = random.integer(1, 6); count > 0; count--) text = mutated(random, text);
  return text;
}

/** Requests that end too early. */
export function cutShort(random: Random, requests: readonly string[]): string {
  const text = requests.join('');
  return text.slice(0, random.integer(0, text.length - 1));
}

function mutated(random: Random, text: string): string {
  const at = random.integer(0, text.length);
  const lines = text.split('\r\n');
  return random.weighted([
    [3, () => text.slice(0, at) + random.pick(FRAGMENTS) + text.slice(at)],
    [3, () => afterLine(random, lines, random.pick(FRAGMENTS))],
    [2, () => text.slice(0, at) + random.bytes(1, 3) + text.slice(at + random.integer(0, 3))],
    [1, () => text.slice(0, at) + text.slice(at + random.integer(1, 20))],
    [1, () => afterLine(random, lines, `${random.pick(lines)}\r\n`)],
    [1, () => lines.filter(() => random.chance(0.9)).join('\r\n')],
    [1, () => text.replace(/HTTP\/1\.[01]/, random.pick(VERSIONS))],
    [1, () => text.replace(/^[A-Z-]+/, random.pick(METHODS))],
    [1, () => text.replace(/host:[^\r]*\r\n/i, '')],
    [1, () => text.replaceAll('\r\n', random.pick(['\n', '\r', '\n\r', '\r\n\r\n', '\r\n ']))],
    [1, () => text + random.bytes(1, 200)],
  ]);
}

function afterLine(random: Random, lines: readonly string[], fragment: string): string {
  const at = random.integer(0, lines.length - 1);
  const [before, after] = [lines.slice(0, at), lines.slice(at)];
  return `${before.map(line => `${line}\r\n`).join('')}${fragment}${after.join('\r\n')}`;
}
