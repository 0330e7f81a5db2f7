import type { CorsPolicyOptions } from '../policy-options.js';
import type { PolicyProblem } from '../policy-problem.js';
import { permits } from './check-dangerously.js';
import { checkOriginString } from './check-origin-string.js';
import { quote } from './describe-value.js';
import { type Finding, problemsOf } from './finding.js';
import { isLoopbackHost } from './loopback.js';
import { type OriginParts, splitOrigin } from './origin-parts.js';
import { canonicalPort } from './origin-port.js';
import { isPublicSuffix } from './public-suffix.js';
import { isObject } from './value-kinds.js';

/**
 * What only the combination shows, over the values that hold for a route. Values that `checkPolicyOptions` rejects are
 * passed over here, whatever they are.
 */
export function checkEffectivePolicy(values: CorsPolicyOptions): PolicyProblem[] {
  if (!isObject(values)) return [];
  const { origin, exposedHeaders, dangerously } = values;
  const credentials = values.credentials === true;
  const rules: readonly unknown[] = Array.isArray(origin) ? origin : [origin];
  return [
    ...(credentials ? checkWildcards(origin, exposedHeaders) : []),
    ...rules
      .filter(rule => typeof rule === 'string')
      .flatMap(rule =>
        rule === 'null' ? checkNull(dangerously) : credentials ? checkTrusted(rule, dangerously) : [],
      ),
  ];
}

// https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
function checkWildcards(origin: unknown, exposedHeaders: unknown): PolicyProblem[] {
  return [
    ...problemsOf('origin', origin, origin === '*' ? ANY_ORIGIN_WITH_CREDENTIALS : undefined),
    ...problemsOf(
      'exposedHeaders',
      exposedHeaders,
      exposedHeaders === '*' ? ANY_EXPOSED_HEADER_WITH_CREDENTIALS : undefined,
    ),
  ];
}

const ANY_ORIGIN_WITH_CREDENTIALS: Finding = {
  reason:
    "browsers refuse '*' for a request with credentials, and any site could read the user's data otherwise",
  suggestion: 'list the origins that you trust, or leave credentials out',
};

const ANY_EXPOSED_HEADER_WITH_CREDENTIALS: Finding = {
  reason: "for a request with credentials, browsers take '*' for a header of that name",
  suggestion: "list the headers, as in ['ETag', 'X-Total-Count']",
};

function checkNull(dangerously: unknown): PolicyProblem[] {
  if (permits(dangerously, 'allowNullOrigin')) return [];
  return problemsOf('origin', 'null', {
    reason: "any site can make requests whose origin is 'null', from a sandboxed frame",
    suggestion: "take 'null' out, or write dangerously: { allowNullOrigin: true }",
  });
}

/** What is wrong with trusting the string's origins with credentials. */
function checkTrusted(rule: string, dangerously: unknown): PolicyProblem[] {
  const parts = checkOriginString(rule) === undefined ? splitOrigin(rule) : undefined;
  if (parts === undefined) return [];
  return problemsOf(
    'origin',
    rule,
    permits(dangerously, 'allowInsecureOrigins') ? undefined : checkSecure(parts),
    permits(dangerously, 'allowPublicSuffixSubdomains') ? undefined : checkOwned(parts),
  );
}

function checkSecure({ scheme, host, port = '' }: OriginParts): Finding | undefined {
  if (scheme !== 'http' || isLoopbackHost(host)) return undefined;
  return {
    reason:
      "http: is not encrypted, and whoever can alter this page's traffic could read the user's data with the user's credentials",
    suggestion: `write ${quote(`https://${host}${canonicalPort('https', port)}`)}, or dangerously: { allowInsecureOrigins: true }`,
  };
}

function checkOwned({ scheme, host }: OriginParts): Finding | undefined {
  const suffix = host.replace(/^\*\./, '');
  if (suffix === host || !isPublicSuffix(suffix)) return undefined;
  return {
    reason: `${suffix} is a public suffix: anybody can register a name under it, and be trusted with the user's credentials`,
    suggestion: `name your own domain, as in '${scheme}://*.your-domain.${suffix}', or write dangerously: { allowPublicSuffixSubdomains: true }`,
  };
}
