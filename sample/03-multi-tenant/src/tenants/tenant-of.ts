const FIRST_LABEL = /^([a-z0-9-]{1,63})\./i;

/**
 * The tenant that a request is for: the first label of its host, as in `acme.api.example`. A preflight carries the host, and the path; it
 * carries no header and no cookie of yours, so that neither can tell the tenant.
 */
export function tenantOf(request: unknown): string {
  return FIRST_LABEL.exec(hostOf(request))?.[1]?.toLowerCase() ?? '';
}

/** The requests of Express and of Fastify both have `headers`. */
function hostOf(request: unknown): string {
  if (!isObject(request) || !isObject(request.headers)) return '';
  const { host } = request.headers;
  return typeof host === 'string' ? host : '';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
