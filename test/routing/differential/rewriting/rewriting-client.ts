import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { PASS_ON } from '../declared-parameters.js';
import { ACTIVE, versionHeaders } from './acting-middleware.js';
import { type Entry, type Journal, NUMBER } from './journal.js';
import type { RewritingPlan, RewritingRequest } from './rewriting-plan.js';

/** An answer, with what happened to its request inside the application. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly entries: readonly Entry[];
}

/** Sends requests over kept sockets, so that a run of thousands takes seconds. */
export class RewritingClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  /** How many requests it has sent. */
  sent = 0;

  constructor(
    private readonly port: number,
    private readonly plan: RewritingPlan,
    private readonly journal: Journal,
  ) {}

  close(): void {
    this.agent.destroy();
  }

  /**
   * Sends a request, or the preflight that announces it. With `passOn`, platform routes on Express
   * pass it on.
   */
  async send(plan: RewritingRequest, { passOn = false } = {}): Promise<Answer> {
    const { method, version, origin, site, host, active, preflight } = plan;
    const number = String((this.sent += 1));
    const headers: OutgoingHttpHeaders = {
      Host: host,
      [NUMBER]: number,
      ...(active.length > 0 ? { [ACTIVE]: active.join() } : {}),
      ...(passOn ? { [PASS_ON]: 'yes' } : {}),
      ...(origin === undefined ? {} : { Origin: origin }),
      ...(site === undefined ? {} : { 'Sec-Fetch-Site': site }),
      // A preflight does not tell the version.
      ...(preflight
        ? { 'Access-Control-Request-Method': method }
        : versionHeaders(this.plan.versioning, version)),
    };
    const answer = await this.exchange(preflight ? 'OPTIONS' : method, plan.url, headers);
    return { ...answer, entries: this.journal.take(number) };
  }

  private exchange(
    method: string,
    path: string,
    headers: OutgoingHttpHeaders,
  ): Promise<Pick<Answer, 'status' | 'headers'>> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.port, method, path, agent: this.agent, headers };
      const outgoing = request(options, response => {
        response.resume();
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers });
        });
      });
      // The failure names a request that gets no answer.
      outgoing.setTimeout(30_000, () => outgoing.destroy(new Error('no answer')));
      outgoing.on('error', cause => {
        reject(new Error(`${method} ${path} was not answered: ${JSON.stringify(this.plan)}`, { cause }));
      });
      outgoing.end();
    });
  }
}
