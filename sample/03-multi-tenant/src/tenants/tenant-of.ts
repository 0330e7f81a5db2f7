const FIRST_LABEL = /^([a-z0-9-]{1,63})\./i;

/**
 * The tenant of a request is the first label of its host, as in `acme.api.example`. A preflight has
 * the host and the path of the actual request, but not its cookies and custom headers. So cookies
 * and custom headers cannot identify the tenant.
 */
export function tenantOf(request: unknown): string {
  return FIRST_LABEL.exec(hostOf(request))?.[1]?.toLowerCase() ?? '';
}

/** The requests of Express and Fastify both have `headers`. */
function hostOf(request: unknown): string {
  if (!isObject(request) || !isObject(request.headers)) return '';
  const { host } = request.headers;
  return typeof host === 'string' ? host : '';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
