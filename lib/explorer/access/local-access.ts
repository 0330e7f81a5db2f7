import { BlockList, isIP } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

const LOOPBACK_HOST = /^(?:(?:[a-z\d-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/** Each of them says that somebody passed the request on, so that the connection does not tell who sent it. */
const PASSED_ON = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/** What a request says about where it comes from. */
export interface Sender {
  /** The other end of the connection; absent on a Unix socket. */
  readonly address: string | undefined;
  /** `1.1`, or `2.0`. */
  readonly httpVersion: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Why a request does not come from this machine, as a sentence; absent where it does.
 *
 * The host counts as well as the connection: a page whose own name was made to resolve to 127.0.0.1 (DNS rebinding) is of the same origin as
 * the answer, and could read it. Its name is in `Host`.
 */
export function whyNotLocal({ address, httpVersion, headers }: Sender): string | undefined {
  const host = headers[':authority'] ?? headers.host;
  if (typeof host !== 'string' || !LOOPBACK_HOST.test(host))
    return 'The host of the address is not localhost, 127.0.0.1 or [::1].';
  if (address === undefined || !isLoopbackAddress(address))
    return 'The connection does not come from this machine.';
  const passedOn = PASSED_ON.find(name => headers[name] !== undefined);
  if (passedOn !== undefined) return `A proxy passed the request on: it has the header ${passedOn}.`;
  // nginx that is told nothing but proxy_pass http://localhost:3000 says so as Host, adds no header, and speaks HTTP/1.0, as no browser does.
  if (httpVersion === '1.0') return 'A proxy passed the request on: it speaks HTTP/1.0.';
  return undefined;
}

function isLoopbackAddress(address: string): boolean {
  const [withoutZone = ''] = address.split('%', 1);
  const family = isIP(withoutZone);
  return family !== 0 && LOOPBACK.check(withoutZone, family === 4 ? 'ipv4' : 'ipv6');
}
