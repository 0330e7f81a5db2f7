import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import type { ApplicationPlan, RequestPlan } from './application-plan.js';
import { ANSWERED_BY } from './controller-types.js';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** `Controller.method` of the handler that answered, if one did. */
  readonly handler: string | undefined;
}

/** Sends the requests of a plan over kept sockets, so that a run of thousands takes seconds. */
export class Client {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8 });
  /** How many requests it has sent. */
  sent = 0;

  constructor(
    private readonly port: number,
    private readonly plan: ApplicationPlan,
  ) {}

  close(): void {
    this.agent.destroy();
  }

  /** A request as it is, with its version, and other headers if given. */
  actual(plan: RequestPlan, headers: OutgoingHttpHeaders = {}, body?: string): Promise<Answer> {
    // A QUERY without content is refused.
    const content =
      plan.method === 'QUERY' && body === undefined ? { 'Content-Type': 'application/json' } : {};
    const sent = { ...this.versionHeaders(plan.version), ...content, ...headers };
    return this.send(plan.method, plan, sent, body ?? (plan.method === 'QUERY' ? '{}' : undefined));
  }

  /** The preflight that announces a request. It does not tell the version. */
  preflight(plan: RequestPlan, headers: OutgoingHttpHeaders): Promise<Answer> {
    return this.send('OPTIONS', plan, { 'Access-Control-Request-Method': plan.method, ...headers });
  }

  private versionHeaders(version: string | undefined): OutgoingHttpHeaders {
    if (version === undefined) return {};
    return this.plan.versioning?.type === 'MEDIA_TYPE'
      ? { Accept: `application/json;v=${version}` }
      : { 'X-Version': version };
  }

  private send(
    method: string,
    { url, host }: RequestPlan,
    headers: OutgoingHttpHeaders,
    body?: string,
  ): Promise<Answer> {
    this.sent += 1;
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.port, method, path: url, agent: this.agent };
      const outgoing = request({ ...options, headers: { Host: host, ...headers } }, response => {
        const { statusCode: status = 0, headers: received } = response;
        const handler = received[ANSWERED_BY];
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status,
            headers: received,
            body: text,
            handler: typeof handler === 'string' ? handler : undefined,
          });
        });
      });
      outgoing.on('error', cause => {
        reject(new Error(`${method} ${url} was not answered: ${JSON.stringify(this.plan)}`, { cause }));
      });
      outgoing.end(body);
    });
  }
}
