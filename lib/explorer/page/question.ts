import type { FlowQuestion, LiveDecision, SurfaceMessage, SurfaceRoute } from '../messages.js';

/** Where no policy names an origin. */
const SOME_ORIGIN = 'https://app.example.com';

/** The query of the server's flow, which the fragment of the page has too. */
export function questionQuery(question: FlowQuestion): URLSearchParams {
  const query = new URLSearchParams({
    origin: question.origin,
    method: question.method,
    url: question.url,
  });
  for (const [name, value] of question.headers) query.append('header', `${name}: ${value}`);
  if (question.credentials) query.set('credentials', 'true');
  return query;
}

export function readQuestion(query: URLSearchParams): FlowQuestion {
  return {
    origin: query.get('origin') ?? '',
    method: query.get('method') ?? 'GET',
    url: query.get('url') ?? '/',
    headers: query.getAll('header').map(readHeader),
    credentials: query.get('credentials') === 'true',
  };
}

function readHeader(line: string): [name: string, value: string] {
  const at = line.indexOf(':');
  return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

/** Whether a question is about a page's `new WebSocket(url)`. */
export function isSocketUrl(url: string): boolean {
  return /^wss?:/i.test(url);
}

/** A path that a route serves, with texts in place of its parameters. */
export function examplePath(path: string): string {
  const filled = path
    .replace(/\{([^{}]*)\}/g, '$1')
    .replace(/:[A-Za-z_$][\w$]*(?:\([^)]*\))?\??/g, '1')
    .replace(/\*[\w$]*/g, 'any')
    .replace(/\/{2,}/g, '/');
  return filled === '' ? '/' : filled;
}

/** The URL of a WebSocket of this server, on its own port unless another one is given. */
export function socketUrl(path: string, { protocol, hostname, host }: Location, port?: number): string {
  const scheme = protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${port === undefined ? host : `${hostname}:${String(port)}`}${path}`;
}

/**
 * The request that a route is there for, from a page that may read it.
 *
 * @param here where the page of the explorer is
 */
export function questionFor(route: SurfaceRoute, surface: SurfaceMessage, here: Location): FlowQuestion {
  const { kind, method, path, port, host, policy, exampleOrigin } = route;
  const origin = exampleOrigin ?? surface.origins[0] ?? SOME_ORIGIN;
  if (kind === 'gateway') {
    const url = socketUrl(examplePath(path), here, port);
    return { origin, method: 'GET', url, headers: [], credentials: false };
  }
  const [boundHost] = [host].flat();
  const isName = boundHost !== undefined && /^[a-z\d.-]+$/i.test(boundHost);
  return {
    origin,
    method: method === 'ALL' ? 'GET' : method,
    url: `${isName ? `http://${boundHost}` : ''}${examplePath(path)}`,
    headers: [],
    credentials: policy.credentials?.value === true,
  };
}

/**
 * The question with which Flow begins: the first route that some origin may read, if there is one.
 */
export function firstQuestion(surface: SurfaceMessage, here: Location): FlowQuestion {
  const { routes } = surface;
  const route = routes.find(each => each.exampleOrigin !== undefined) ?? routes[0];
  if (route !== undefined) return questionFor(route, surface, here);
  return { origin: SOME_ORIGIN, method: 'GET', url: '/', headers: [], credentials: false };
}

/**
 * The request of a decision, as far as the decision tells it: it names headers without their
 * values.
 */
export function questionOf(decision: LiveDecision, here: Location): FlowQuestion {
  const { kind, method, url, requestedHeaders = '' } = decision;
  // Only the server's own pages and non-browser clients leave Origin out.
  const origin = decision.origin === '' ? here.origin : decision.origin;
  if (kind === 'handshake')
    return { origin, method: 'GET', url: socketUrl(url, here), headers: [], credentials: false };
  const names = requestedHeaders
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '');
  return {
    origin,
    method,
    url,
    // Browsers ask for Content-Type only if its value is not that of a form.
    headers: names.map(name => [name, name.toLowerCase() === 'content-type' ? 'application/json' : 'x']),
    credentials: false,
  };
}
