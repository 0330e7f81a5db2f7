const ORIGIN = /^([a-z][a-z0-9+.-]*):\/\/(\[[^\]]*\]|[^:]*)(?::(.+))?$/;

/** A rule that is nearly the origin, and the part that differs. */
export interface NearestRule {
  readonly rule: string;
  readonly difference: 'scheme' | 'port' | 'subdomain';
}

/**
 * The first string among origin rules that differs from an origin in one part only, which is the
 * most common mistake.
 */
export function nearestRule(origin: string, rules: unknown): NearestRule | undefined {
  const parts = partsOf(origin);
  if (parts === undefined) return undefined;
  for (const rule of [rules].flat()) {
    const other = typeof rule === 'string' ? partsOf(rule) : undefined;
    const difference = other === undefined ? undefined : differenceOf(parts, other);
    if (difference !== undefined) return { rule: String(rule), difference };
  }
  return undefined;
}

interface Parts {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
}

function partsOf(text: string): Parts | undefined {
  const [, scheme, host, port = ''] = ORIGIN.exec(text) ?? [];
  return scheme === undefined || host === undefined ? undefined : { scheme, host, port };
}

function differenceOf(origin: Parts, rule: Parts): NearestRule['difference'] | undefined {
  const sameHost = origin.host === rule.host;
  const samePort = origin.port === rule.port || rule.port === '*';
  if (sameHost && samePort) return origin.scheme === rule.scheme ? undefined : 'scheme';
  if (origin.scheme !== rule.scheme) return undefined;
  if (sameHost) return 'port';
  return samePort && withoutSubdomain(origin.host) === withoutSubdomain(rule.host) ? 'subdomain' : undefined;
}

/** The part that `www.example.com` and `*.example.com` share with `example.com`. */
function withoutSubdomain(host: string): string {
  return host.replace(/^(?:www|\*)\./, '');
}
