import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface HttpQuestion {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

const LIMIT_MS = 5_000;

/** A client that opens few connections and keeps them. */
export class KeptAlive {
  private readonly agent: Agent;

  constructor(connectionsPerServer: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connectionsPerServer });
  }

  async ask(port: number, question: HttpQuestion): Promise<Answer> {
    try {
      return await send(port, question, this.agent);
    } catch (error) {
      // The server closed the connection at the moment of its reuse. Browsers also repeat the
      // request.
      if (error instanceof ClosedWhenReused) return send(port, question, false);
      throw error;
    }
  }

  close(): void {
    this.agent.destroy();
  }
}

function send(
  port: number,
  { method, path, headers, body }: HttpQuestion,
  agent: Agent | false,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, method, path, headers, agent, timeout: LIMIT_MS },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        });
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${LIMIT_MS} ms`)));
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      reject(outgoing.reusedSocket && error.code === 'ECONNRESET' ? new ClosedWhenReused() : error);
    });
    outgoing.end(body);
  });
}

class ClosedWhenReused extends Error {}
