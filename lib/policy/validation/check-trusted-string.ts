import type { DangerousOptions } from '../policy-options.js';
import { permits } from './check-dangerously.js';
import { quote } from './describe-value.js';
import type { Finding } from './finding.js';
import { isLoopbackHost } from './loopback.js';
import { type OriginParts, splitOrigin } from './origin-parts.js';
import { canonicalPort } from './origin-port.js';
import { isParentOfSuffixes, isPublicSuffix } from './public-suffix.js';

export const INSECURE =
  "http: is not encrypted: an attacker who can alter the page's traffic could read the user's data";

/** Checks a valid string for policies with credentials. */
export function checkTrustedString(rule: string, dangerously: unknown): readonly Finding[] {
  const parts = splitOrigin(rule);
  if (parts === undefined) return [];
  const unless = (flag: keyof DangerousOptions, finding: Finding | undefined): Finding[] =>
    permits(dangerously, flag) || finding === undefined ? [] : [finding];
  return [
    ...unless('allowInsecureOrigins', checkSecure(parts)),
    ...unless('allowPublicSuffixSubdomains', checkOwned(parts)),
  ];
}

function checkSecure({ scheme, host, port = '' }: OriginParts): Finding | undefined {
  if (scheme !== 'http' || isLoopbackHost(host)) return undefined;
  const secure = `https://${host}${canonicalPort('https', port)}`;
  const starts = checkTrustedString(secure, undefined).length === 0;
  return {
    reason: INSECURE,
    suggestion: starts
      ? `write ${quote(secure)}, or dangerously: { allowInsecureOrigins: true }`
      : 'serve the page over https, or write dangerously: { allowInsecureOrigins: true }',
  };
}

function checkOwned({ scheme, host }: OriginParts): Finding | undefined {
  const suffix = host.replace(/^\*\./, '');
  return suffix === host ? undefined : checkSuffix(suffix, scheme);
}

/** Checks a rule for all names below a domain, with credentials. */
export function checkSuffix(suffix: string, scheme: string): Finding | undefined {
  const reason = reasonAgainstSuffix(suffix);
  if (reason === undefined) return undefined;
  const origin = `${scheme === 'http' ? 'https' : scheme}://*.your-domain.${suffix}`;
  const example = isParentOfSuffixes(suffix) ? '' : `, as in ${quote(origin)}`;
  return {
    reason: `${reason}, and would then be trusted with the user's credentials`,
    suggestion: `name your own domain${example}, or write dangerously: { allowPublicSuffixSubdomains: true }`,
  };
}

/**
 * The reason why an attacker can match a rule for all names below a domain; `undefined` if there is
 * none.
 */
export function reasonAgainstSuffix(suffix: string): string | undefined {
  return isParentOfSuffixes(suffix) || isPublicSuffix(suffix) ? whySuffix(suffix) : undefined;
}

/** The reason for a domain that is a public suffix, or has public suffixes below it. */
export function whySuffix(suffix: string): string {
  return isParentOfSuffixes(suffix)
    ? `public suffixes lie below ${suffix}: an attacker can register a name under one of them`
    : `${suffix} is a public suffix: an attacker can register a name under it`;
}
