import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { TestedApplication } from 'nestjs-cors-policy/testing';
import { contentOf } from '../answers.js';
import { certificate } from '../certificate.js';
import { servePage } from '../page-site.js';
import { PLACES, type Place, type ServerName } from './places.js';
import { answersAt, type Sequence, type SequenceAnswer } from './sequence.js';

/** The parts of a request that a browser decides. */
export type SeenRequest = Readonly<Record<string, string>>;

interface Run {
  readonly sequence: Sequence;
  step: number;
  readonly served: Map<number, number>;
  seen: SeenRequest[];
}

const COMPARED = {
  'origin': 'Origin',
  'access-control-request-method': 'ACRM',
  'access-control-request-headers': 'ACRH',
  'if-none-match': 'If-None-Match',
  'if-modified-since': 'If-Modified-Since',
  'authorization': 'Authorization',
  'x-a': 'X-A',
  'x-b': 'X-B',
  'content-type': 'Content-Type',
  'sec-fetch-site': 'Site',
  'sec-fetch-mode': 'Mode',
} as const;

const PNG = contentOf({ kind: 'png' });

/**
 * Answers the requests of sequences, and records them. The same sequence may run several times,
 * each with its own key.
 */
export class SequenceServer {
  private readonly runs = new Map<string, Run>();

  private constructor(private readonly servers: Readonly<Record<ServerName, Server>>) {}

  static async start(): Promise<SequenceServer> {
    const holder: { world?: SequenceServer } = {};
    const handle = (request: IncomingMessage, response: ServerResponse) => {
      if (request.url?.startsWith('/q/') === true) holder.world?.handle(request, response);
      else servePage(request, response);
    };
    const servers = {
      first: createServer(handle),
      second: createServer(handle),
      secure: createSecureServer(certificate(), handle),
    };
    for (const server of Object.values(servers))
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return (holder.world = new SequenceServer(servers));
  }

  origin(place: Place): string {
    const { host, server } = PLACES[place];
    return `${server === 'secure' ? 'https' : 'http'}://${host}:${this.port(server)}`;
  }

  /** Where each origin really is. */
  get addresses(): Record<string, string> {
    const places = Object.keys(PLACES).filter(isPlace);
    return Object.fromEntries(
      places.map(place => [this.origin(place), this.origin(place).replace(PLACES[place].host, '127.0.0.1')]),
    );
  }

  /** A substitute for a Nest application. */
  get application(): TestedApplication {
    return { getHttpServer: () => this.servers.first, listen: () => Promise.resolve() };
  }

  begin(key: string, sequence: Sequence): void {
    this.runs.set(key, { sequence, step: 0, served: new Map(), seen: [] });
  }

  enter(key: string, step: number): void {
    const run = this.runs.get(key);
    if (run !== undefined) run.step = step;
  }

  /** The requests since the last call. */
  take(key: string): readonly SeenRequest[] {
    const run = this.runs.get(key);
    const seen = run?.seen ?? [];
    if (run !== undefined) run.seen = [];
    return seen;
  }

  end(key: string): void {
    this.runs.delete(key);
  }

  url(key: string, { resources }: Sequence, resource: number): string {
    return `${this.origin(resources[resource]?.place ?? 'api')}/q/${key}/${resource}`;
  }

  close(): void {
    for (const server of Object.values(this.servers)) {
      server.closeAllConnections();
      server.close();
    }
  }

  private port(name: ServerName): number {
    const address = this.servers[name].address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    const [, , key = '', at = ''] = (request.url ?? '').split('/');
    const run = this.runs.get(key);
    const resource = run?.sequence.resources[Number(at)];
    request.resume();
    request.on('end', () => {
      if (run === undefined || resource === undefined) {
        response.writeHead(404).end();
        return;
      }
      const { method = '', headers } = request;
      const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
      run.seen.push(seenRequest(at, request));
      const answers = answersAt(resource, run.step);
      const answer = isPreflight ? answers.preflight : answers.actual;
      const serial = (run.served.get(Number(at)) ?? 0) + 1;
      if (!isPreflight) run.served.set(Number(at), serial);
      this.answer(request, response, { answer, key, serial, sequence: run.sequence, isPreflight });
    });
  }

  private answer(
    { headers, method }: IncomingMessage,
    response: ServerResponse,
    { answer, key, serial, sequence, isPreflight }: Answering,
  ): void {
    const place = (value: string) =>
      value
        .replaceAll('$ORIGIN', headers.origin ?? 'none')
        .replaceAll('$app', this.origin('app'))
        .replaceAll('$PATH', `; Path=/q/${key}/`);
    for (const [name, value] of answer.headers) response.setHeader(name, place(value));
    if (answer.to !== undefined) response.setHeader('Location', this.url(key, sequence, answer.to));
    if (!isPreflight) response.setHeader('X-Serial', String(serial));
    const etag = response.getHeader('etag');
    const isKnown =
      answer.status === 200 &&
      (method === 'GET' || method === 'HEAD') &&
      ((etag !== undefined && headers['if-none-match'] === etag) ||
        (etag === undefined &&
          headers['if-modified-since'] !== undefined &&
          response.hasHeader('last-modified')));
    response.statusCode = isKnown ? 304 : answer.status;
    if (isKnown || answer.status === 204) {
      response.end();
      return;
    }
    response.setHeader('Content-Type', PNG.type);
    response.end(Buffer.concat([PNG.bytes, Buffer.from(`#${serial}`)]));
  }
}

interface Answering {
  readonly answer: SequenceAnswer;
  readonly key: string;
  readonly serial: number;
  readonly sequence: Sequence;
  readonly isPreflight: boolean;
}

function seenRequest(at: string, { method = '', headers }: IncomingMessage): SeenRequest {
  const facts: Record<string, string> = { request: `${method} r${at}` };
  for (const [name, short] of Object.entries(COMPARED)) {
    const value = headers[name];
    if (value !== undefined) facts[short] = String(value);
  }
  // Cookies of other sequences have other paths.
  if (headers.cookie !== undefined) facts.Cookie = headers.cookie.split('; ').sort().join('; ');
  return facts;
}

function isPlace(name: string): name is Place {
  return name in PLACES;
}
