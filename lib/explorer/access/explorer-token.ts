import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { hostOf, portOf } from './explorer-host.js';

/** The name of the parameter in the address that the application prints. */
export const TOKEN_PARAMETER = 'token';
const BYTES = 32;

/** Where a request has the right token. */
export type TokenPlace = 'address' | 'cookie';

/** The token that opens the explorer. Each start of the application makes another one. */
export class ExplorerToken {
  readonly value = randomBytes(BYTES).toString('base64url');
  private readonly digest = digestOf(this.value);

  /** Where a request has the token; `undefined` if it does not have it. */
  placeIn(query: URLSearchParams, headers: IncomingHttpHeaders): TokenPlace | undefined {
    if (query.getAll(TOKEN_PARAMETER).some(text => this.is(text))) return 'address';
    const name = cookieNameOf(headers);
    return cookiesNamed(name, headers.cookie).some(text => this.is(text)) ? 'cookie' : undefined;
  }

  /**
   * The cookie that keeps the token. Scripts cannot read it, and requests of other sites do not
   * have it.
   *
   * @param path of the explorer
   */
  cookie(headers: IncomingHttpHeaders, path: string, isEncrypted: boolean): string {
    const secure = isEncrypted ? '; Secure' : '';
    return `${cookieNameOf(headers)}=${this.value}; Path=${path}; HttpOnly; SameSite=Strict${secure}`;
  }

  /** Compares in constant time, so that response times do not reveal parts of the token. */
  private is(text: string): boolean {
    return timingSafeEqual(digestOf(text), this.digest);
  }
}

// All ports of a host share cookies, so the name has the port: two applications keep two cookies.
function cookieNameOf(headers: IncomingHttpHeaders): string {
  const port = portOf(hostOf(headers));
  return port === '' ? 'cors-explorer' : `cors-explorer-${port}`;
}

function cookiesNamed(name: string, header = ''): string[] {
  return header
    .split(';')
    .map(pair => pair.trim())
    .filter(pair => pair.startsWith(`${name}=`))
    .map(pair => pair.slice(name.length + 1));
}

// timingSafeEqual() needs texts of equal length.
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
