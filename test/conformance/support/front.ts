import {
  Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as forward,
  type ServerResponse,
} from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { contentOf } from './answers.js';
import type { Recorded } from './differences.js';
import { type Origins, fill } from './origins.js';
import { rawCorsHeaders } from './raw-policy.js';
import { isServedByNest } from './scenario-app.js';
import { type Scenario, type ScenarioAnswer, type ScenarioServer, SCENARIOS } from './scenario.js';

export type FrontRequest = IncomingMessage | Http2ServerRequest;
export type FrontResponse = ServerResponse | Http2ServerResponse;

// Announced as lasting: the application may answer before it has read a large body.
const AGENT = new Agent({ keepAlive: true, maxFreeSockets: 0 });
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'http2-settings'];

/**
 * The server in front of the Nest application. It records every request, sends the raw answers of a
 * scenario, and passes on the other requests. Over TLS it uses HTTP/2, which stream bodies need.
 */
export class Front {
  private readonly records = new Map<string, Recorded[]>();
  private readonly phases = new Map<string, number>();

  constructor(
    private readonly origins: Origins,
    private readonly nestPort: number,
  ) {}

  /** The requests for a scenario since the last call. */
  take(id: string): Recorded[] {
    const taken = this.records.get(id) ?? [];
    this.records.delete(id);
    return taken;
  }

  enter(id: string, phase: number): void {
    this.phases.set(id, phase);
  }

  handle(request: FrontRequest, response: FrontResponse): void {
    const [, , id = '', hop = ''] = new URL(request.url ?? '/', 'http://front').pathname.split('/');
    const scenario = SCENARIOS.find(known => known.id === id);
    const server = scenario === undefined ? undefined : this.serverOf(scenario, hop);
    if (server === undefined) {
      this.write(response, { status: 404 }, {});
      return;
    }
    const isPreflight =
      request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    const kind = isPreflight ? 'preflight' : 'actual';
    const record = (sent: Readonly<Record<string, string>>) => {
      const entry = {
        kind,
        hop,
        method: request.method ?? '',
        request: { ...request.headers },
        response: sent,
      } as const;
      this.records.set(id, [...(this.records.get(id) ?? []), entry]);
    };

    const raw = server.raw?.[kind];
    if (raw === undefined && isServedByNest(id, server.policy)) {
      this.pass(request, response, record);
      return;
    }
    const cors =
      raw === undefined && server.policy !== undefined
        ? rawCorsHeaders(server.policy, request.headers, kind, this.origins)
        : {};
    const answer = raw ?? (isPreflight ? { status: 204 } : (server.actual ?? {}));
    request.resume();
    request.on('end', () => {
      record(this.write(response, answer, cors, request.headers, id));
    });
  }

  private serverOf({ id, server }: Scenario, hop: string): ScenarioServer | undefined {
    if (hop !== 'a') return server.hops?.[hop];
    const phase = server.phases?.[this.phases.get(id) ?? 0];
    return { ...server, ...phase };
  }

  private write(
    response: FrontResponse,
    answer: ScenarioAnswer,
    cors: NonNullable<ScenarioAnswer['headers']>,
    { origin = '' }: IncomingHttpHeaders = {},
    id = '',
  ): Record<string, string> {
    const { type, bytes } = contentOf(answer);
    const place = (value: string) => fill(value.replaceAll('$ORIGIN', origin), this.origins, id);
    const headers: OutgoingHttpHeaders = { 'content-type': type, 'cache-control': 'no-store' };
    for (const [name, value] of Object.entries({ ...cors, ...answer.headers }))
      headers[name.toLowerCase()] = typeof value === 'string' ? place(value) : value.map(place);
    const { redirect, status = 200 } = answer;
    if (redirect !== undefined) headers.location = place(redirect.to);
    response.statusCode = redirect === undefined ? status : (redirect.status ?? 302);
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined) response.setHeader(name, value);
    if (status === 204) response.end();
    else response.end(bytes);
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  }

  private pass(
    request: FrontRequest,
    response: FrontResponse,
    record: (sent: Readonly<Record<string, string>>) => void,
  ): void {
    const headers = Object.entries(request.headers).filter(
      ([name]) => !name.startsWith(':') && !HOP_BY_HOP.includes(name),
    );
    const host = request.headers[':authority'] ?? request.headers.host;
    const outgoing = forward(
      {
        host: '127.0.0.1',
        port: this.nestPort,
        method: request.method ?? '',
        path: request.url ?? '',
        headers: { ...Object.fromEntries(headers), host: String(host) },
        agent: AGENT,
      },
      answer => {
        const sent = Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.includes(name));
        record(Object.fromEntries(sent.map(([name, value]) => [name, String(value)])));
        response.statusCode = answer.statusCode ?? 500;
        for (const [name, value] of sent) if (value !== undefined) response.setHeader(name, value);
        answer.pipe(response);
      },
    );
    outgoing.on('error', () => {
      response.statusCode = 502;
      response.end();
    });
    request.pipe(outgoing);
  }
}
