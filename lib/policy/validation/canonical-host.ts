import { domainToASCII } from 'node:url';

/**
 * The host as a browser serialises it in an origin: lower case, punycode, compressed IPv6 in
 * brackets, IPv4 as four decimal numbers. `undefined` if a browser does not accept the host. A `*`
 * has no special meaning here.
 *
 * @see https://url.spec.whatwg.org/#host-parsing
 */
export function canonicalHost(host: string): string | undefined {
  return domainToASCII(host) || undefined;
}

/**
 * Whether browsers read the host as an IPv4 address, and reject it if it is not one.
 *
 * @see https://url.spec.whatwg.org/#ends-in-a-number-checker
 */
export function endsInNumber(host: string): boolean {
  return /(?:^|\.)(?:\d+|0x[\da-f]*)$/i.test(host);
}
