import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { TestedApplication } from 'nestjs-cors-policy/testing';
import type { FuzzAnswer, FuzzCase } from './fuzz-case.js';
import { servePage } from './page-site.js';

const COMMON = [
  ['Cache-Control', 'no-store'],
  ['Content-Type', 'text/plain'],
  ['X-Total', '5'],
  ['ETag', '"v"'],
  ['Set-Cookie', 'answered=1; Path=/'],
] as const;

const PLACES = ['page', 'api', 'other'] as const;

/** Answers cases, and records the requests of each case. */
export class FuzzServer {
  private readonly cases = new Map<string, FuzzCase>();
  private readonly seen = new Map<string, string[]>();

  private constructor(private readonly servers: readonly Server[]) {}

  static async start(): Promise<FuzzServer> {
    const servers = PLACES.map(() => createServer());
    const fuzz = new FuzzServer(servers);
    for (const server of servers) {
      server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        if (request.url?.startsWith('/f/') === true) fuzz.handle(request, response);
        else servePage(request, response);
      });
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    }
    return fuzz;
  }

  /** The origin of the page, of the API, and of another site. */
  origin(place: (typeof PLACES)[number]): string {
    const address = this.servers[PLACES.indexOf(place)]?.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return `http://${place === 'other' ? '127.0.0.1' : 'localhost'}:${port}`;
  }

  /** A substitute for a Nest application. */
  get application(): TestedApplication {
    return { getHttpServer: () => this.servers[PLACES.indexOf('api')], listen: () => Promise.resolve() };
  }

  url(run: string, fuzzed: FuzzCase): string {
    this.cases.set(fuzzed.id, fuzzed);
    return `${this.origin('api')}/f/${run}/${fuzzed.id}/a`;
  }

  /** The requests of a case in a run. */
  log(run: string, { id }: FuzzCase): string[] {
    const log = this.seen.get(`${run}/${id}`) ?? [];
    this.seen.delete(`${run}/${id}`);
    return log;
  }

  close(): void {
    for (const server of this.servers) {
      server.closeAllConnections();
      server.close();
    }
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    const [, , run = '', id = '', hop] = (request.url ?? '').split('/');
    const fuzzed = this.cases.get(id);
    const { headers, method = '' } = request;
    const asked = headers['access-control-request-method'];
    const isPreflight = method === 'OPTIONS' && asked !== undefined;
    const answers = fuzzed?.hops[hop === 'b' ? 'b' : 'a'];
    const facts = {
      hop,
      method,
      origin: headers.origin,
      asked,
      names: headers['access-control-request-headers'],
      // Only cookies that existed before, because the cases of an engine share their cookies.
      cookie: headers.cookie?.includes('seed=1') === true,
      authorization: headers.authorization,
      a: headers['x-a'],
      // Chromium drops the URLs before a redirect that it checked for CORS. The standard includes
      // them.
      site: hop === 'a' ? headers['sec-fetch-site'] : undefined,
    };
    const key = `${run}/${id}`;
    this.seen.set(key, [...(this.seen.get(key) ?? []), JSON.stringify(facts)]);
    request.resume();
    request.on('end', () => {
      if (answers === undefined) response.writeHead(404).end();
      else this.answer(response, isPreflight ? answers.preflight : answers.actual, headers.origin, key);
    });
  }

  private answer(response: ServerResponse, { status, headers, to }: FuzzAnswer, origin = '', key = ''): void {
    const out: OutgoingHttpHeaders = {};
    for (const [name, value] of [...COMMON, ...headers]) {
      const line = value.replaceAll('$ORIGIN', origin);
      const before = out[name];
      out[name] = before === undefined ? line : [before, line].flat().map(String);
    }
    if (to !== undefined) out.Location = `${this.origin(to)}/f/${key}/b`;
    response.writeHead(status, out);
    response.end(status === 204 || status === 304 ? undefined : 'ok');
  }
}
