import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Exchange } from './exchange.js';

const FLOW_ID = /^[\w-]{1,64}$/;
const REQUEST_HEADERS = [
  'origin',
  'access-control-request-method',
  'access-control-request-headers',
  'content-type',
  'x-request-id',
  'if-match',
];

/**
 * Records the exchanges that have `?flow=<id>`, and keeps the last of them. It listens to the
 * server's 'request' event, below the framework. A preflight has the URL of the actual request, so
 * both have the same id.
 */
export class FlowRecorder {
  private readonly exchanges: Exchange[] = [];
  private readonly byRequest = new WeakMap<IncomingMessage, Exchange>();

  constructor(private readonly capacity = 256) {}

  watch(server: Server): void {
    server.prependListener('request', (request, response) => {
      this.record(request, response);
    });
  }

  markHandler(request: IncomingMessage, handler: string): void {
    const exchange = this.byRequest.get(request);
    if (exchange !== undefined) {
      exchange.handler = handler;
    }
  }

  /** The exchanges of one flow, in the order of their arrival. */
  of(flow: string): Exchange[] {
    return this.exchanges.filter(exchange => exchange.flow === flow);
  }

  private record(request: IncomingMessage, response: ServerResponse): void {
    const [path = '/', query] = (request.url ?? '/').split('?', 2);
    const flow = new URLSearchParams(query).get('flow');
    if (flow === null || !FLOW_ID.test(flow)) {
      return;
    }
    const exchange: Exchange = {
      flow,
      preflight: isPreflight(request),
      method: request.method ?? '',
      path,
      request: requestFacts(request),
      status: null,
      response: {},
      handler: null,
    };
    this.byRequest.set(request, exchange);
    this.exchanges.push(exchange);
    if (this.exchanges.length > this.capacity) {
      this.exchanges.shift();
    }
    // If one header is set before writeHead(), getHeaders() also returns those of writeHead().
    response.setHeader('X-Recorded-Flow', flow);
    response.once('close', () => {
      exchange.response = responseFacts(response);
      exchange.status = response.statusCode;
    });
  }
}

function isPreflight({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'OPTIONS' &&
    headers.origin !== undefined &&
    headers['access-control-request-method'] !== undefined
  );
}

function requestFacts({ headers }: IncomingMessage): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const name of REQUEST_HEADERS) {
    const value = headers[name];
    if (value !== undefined) {
      facts[name] = String(value);
    }
  }
  if (headers.cookie !== undefined) {
    facts.cookie = '(sent)';
  }
  return facts;
}

function responseFacts(response: ServerResponse): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.getHeaders())) {
    if (value !== undefined && (name.startsWith('access-control-') || name === 'vary')) {
      facts[name] = Array.isArray(value) ? value.join(', ') : String(value);
    }
  }
  if (response.hasHeader('set-cookie')) {
    facts['set-cookie'] = '(set)';
  }
  return facts;
}
