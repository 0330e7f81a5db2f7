import { domainToASCII } from 'node:url';

/**
 * The host as a browser serialises it in an origin: lower case, punycode, compressed IPv6 in brackets, IPv4 as four
 * decimal numbers; `undefined` where a browser would not take it for a host. A `*` is a character like others here.
 *
 * @see https://url.spec.whatwg.org/#host-parsing
 */
export function canonicalHost(host: string): string | undefined {
  return domainToASCII(host) || undefined;
}

/** Whether browsers read the host as an IPv4 address, and refuse it if it is none. */
// https://url.spec.whatwg.org/#ends-in-a-number-checker
export function endsInNumber(host: string): boolean {
  return /(?:^|\.)(?:\d+|0x[\da-f]*)$/i.test(host);
}
