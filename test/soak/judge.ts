import type { Answer } from './kept-alive.js';
import type { Visit } from './visits.js';

/** The fault of an answer, or undefined. */
export function problemOf(visit: Visit, answer: Answer): string | undefined {
  const expected = expectedOf(visit);
  const given = {
    status: answer.status,
    cors: Object.fromEntries(
      Object.entries(answer.headers)
        .filter(([name]) => name.startsWith('access-control-'))
        .map(([name, value]) => [name, String(value)]),
    ),
    // Of what a handler answered, that it was asked for this tenant.
    body: answer.body.includes(`"tenant":"${visit.tenant}"`) ? visit.tenant : answer.body,
  };
  const differs = JSON.stringify(sorted(given)) !== JSON.stringify(sorted(expected));
  if (!differs && String(answer.headers.vary).includes('Origin')) return undefined;
  return `${visit.kind} from ${visit.origin} for ${visit.tenant}: ${JSON.stringify({ ...given, vary: answer.headers.vary })}`;
}

interface Expected {
  readonly status: number;
  readonly cors: Readonly<Record<string, string>>;
  readonly body: string;
}

function expectedOf({ kind, origin, tenant, allowed }: Visit): Expected {
  const readable = {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
  };
  const preflightOf = (methods: string): Expected => {
    if (!allowed) return { status: 403, cors: {}, body: '' };
    const cors = {
      ...readable,
      'access-control-allow-methods': methods,
      'access-control-allow-headers': 'Content-Type',
    };
    return { status: 204, cors, body: '' };
  };
  switch (kind) {
    case 'GET':
      return { status: 200, cors: allowed ? readable : {}, body: tenant };
    case 'POST':
      return { status: 201, cors: allowed ? readable : {}, body: tenant };
    case 'preflight of POST':
      return preflightOf('GET,HEAD,POST');
    // No route serves it: the module's defaults decide.
    case 'preflight of DELETE':
      return preflightOf('GET,HEAD,PUT,PATCH,POST,DELETE,QUERY');
  }
}

function sorted({ status, cors, body }: Expected): unknown {
  return [status, Object.entries(cors).sort(([a], [b]) => (a < b ? -1 : 1)), body];
}
