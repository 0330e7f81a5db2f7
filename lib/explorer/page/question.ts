import type { FlowQuestion, LiveDecision } from '../messages.js';

/** In the words of the server's parameters, which the fragment has too. */
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

/** A path that a route serves: something in place of its parameters. */
export function examplePath(path: string): string {
  const filled = path
    .replace(/\{([^{}]*)\}/g, '$1')
    .replace(/:[A-Za-z_$][\w$]*(?:\([^)]*\))?\??/g, '1')
    .replace(/\*[\w$]*/g, 'any')
    .replace(/\/{2,}/g, '/');
  return filled === '' ? '/' : filled;
}

/** As near as a decision tells what was asked: it has the names of headers, not their values. */
export function questionOf({ origin, method, url, requestedHeaders = '' }: LiveDecision): FlowQuestion {
  const names = requestedHeaders
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '');
  return {
    origin,
    method,
    url,
    // A content type that was asked for is none that a form could have.
    headers: names.map(name => [name, name.toLowerCase() === 'content-type' ? 'application/json' : 'x']),
    credentials: false,
  };
}
