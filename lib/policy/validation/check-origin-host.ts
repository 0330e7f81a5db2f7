import { canonicalHost, endsInNumber } from './canonical-host.js';
import { describeValue } from './describe-value.js';
import type { Finding } from './finding.js';

const LONGEST_LABEL = 63;
const LONGEST_HOST = 253;

// Other ASCII characters are forbidden in a host
// (https://url.spec.whatwg.org/#forbidden-domain-code-point), or do not occur in names that
// resolve. Browsers serialise the latter differently.
const UNFIT_CHARACTER = /[^a-z\d._-]/;

/** Checks the host of an origin or of a subdomain pattern. */
export function checkOriginHost(host: string): Finding | undefined {
  return checkWildcard(host) ?? checkFixedHost(host.replace(/^\*\./, ''));
}

/**
 * Checks the host of an origin with another scheme than http and https. Applications choose such
 * hosts freely.
 */
export function checkOtherHost(host: string): Finding | undefined {
  const base = host.replace(/^\*\./, '');
  const character = /[^\w.~-]/.exec(base.replace(/^\[[\da-f:.]+\]$/i, ''));
  return (
    checkWildcard(host) ??
    (character === null
      ? undefined
      : {
          reason: `browsers never send a host with ${describeValue(character[0])}`,
          suggestion: 'write the host with letters, digits, hyphens and dots',
        })
  );
}

function checkWildcard(host: string): Finding | undefined {
  if (!host.includes('*')) return undefined;
  if (/^[*.]+$/.test(host)) {
    return {
      reason: 'a pattern needs a domain, and this one matches every host',
      suggestion: "write '*' alone for any origin, or name a domain as in 'https://*.example.com'",
    };
  }
  const base = host.replace(/^[*.]+/, '');
  if (base.startsWith('[') || endsInNumber(base)) {
    return {
      reason: 'an IP address has no subdomains that * could match',
      suggestion: 'list the addresses one by one, or write a regular expression',
    };
  }
  if (/^\*\.[^*]+$/.test(host)) return undefined;
  return {
    reason: '* can only be the whole first label of a host, where it matches subdomains of any depth',
    suggestion: "write a pattern such as 'https://*.example.com', or a regular expression",
  };
}

function checkFixedHost(host: string): Finding | undefined {
  if (/[:[\]]/.test(host)) return checkIpv6(host);
  const character = UNFIT_CHARACTER.exec(host);
  if (character !== null) {
    return {
      reason: `browsers never send a host with ${describeValue(character[0])}`,
      suggestion: 'write the host with letters, digits, hyphens and dots',
    };
  }
  return checkLabels(host) ?? (endsInNumber(host) ? checkIpv4(host) : checkDomain(host));
}

function checkLabels(host: string): Finding | undefined {
  if (host.endsWith('.')) {
    return {
      reason: 'the host ends with a dot, which makes it a different origin',
      suggestion: 'write the host without the dot at its end',
    };
  }
  const labels = host.split('.');
  if (labels.includes('')) {
    return {
      reason: 'the host has an empty label',
      suggestion: 'write the host with one dot between labels',
    };
  }
  const long = labels.find(({ length }) => length > LONGEST_LABEL);
  if (long !== undefined) {
    return {
      reason: `the label ${describeValue(long)} is longer than the ${LONGEST_LABEL} characters that DNS allows`,
      suggestion: 'write the name that the host has in DNS',
    };
  }
  if (host.length > LONGEST_HOST) {
    return {
      reason: `the host is longer than the ${LONGEST_HOST} characters that DNS allows`,
      suggestion: 'write the name that the host has in DNS',
    };
  }
  return undefined;
}

function checkIpv4(host: string): Finding | undefined {
  const canonical = canonicalHost(host);
  if (canonical === host) return undefined;
  return {
    reason:
      canonical === undefined
        ? `browsers read a host that ends in a number as an IPv4 address, and ${describeValue(host)} is not one`
        : `browsers read the IPv4 address ${describeValue(host)} as ${canonical}, and send that`,
    suggestion: 'write four decimal numbers from 0 to 255, without leading zeros',
  };
}

function checkIpv6(host: string): Finding | undefined {
  const suggestion = "write the address in brackets and in its shortest form, as in 'http://[::1]:8080'";
  if (canonicalHost(`[${host}]`) !== undefined) {
    return { reason: 'an IPv6 address in an origin needs brackets', suggestion };
  }
  if (!/[[\]]/.test(host)) {
    return {
      reason: 'the host has more than one colon and is not an IPv6 address',
      suggestion: "write one port after the host, as in 'https://app.example.com:8443'",
    };
  }
  if (!/^\[[^[\]]*\]$/.test(host)) {
    return {
      reason: 'brackets must enclose the whole IPv6 address, and only a port may follow them',
      suggestion,
    };
  }
  if (host.includes('%')) {
    return { reason: 'browsers do not support zone identifiers, so no origin has one', suggestion };
  }
  const canonical = canonicalHost(host);
  if (canonical === host) return undefined;
  return {
    reason:
      canonical === undefined
        ? `${describeValue(host)} is not an IPv6 address`
        : `browsers send this IPv6 address as ${canonical}`,
    suggestion,
  };
}

function checkDomain(host: string): Finding | undefined {
  if (canonicalHost(host) === host) return undefined;
  return {
    reason: 'a label that begins with xn-- is not valid punycode, so no browser opens this host',
    suggestion: "copy the name from the domain's registry or from your browser's address bar",
  };
}
