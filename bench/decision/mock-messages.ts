/** A request as the peers read it: Express's, Fastify's and Node's at once. */
export interface MockRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A response that only keeps its headers, for Express-like peers. Under the name that it is given, which each contender writes in one way:
 * to make it lower-case would cost more than the decisions that are measured.
 */
export class MockResponse {
  statusCode = 200;
  ended = false;
  private headers: Record<string, unknown> = {};

  setHeader(name: string, value: unknown): this {
    this.headers[name] = value;
    return this;
  }

  getHeader(name: string): unknown {
    return this.headers[name];
  }

  /** As this library's platforms read and write headers. */
  get(name: string): string | undefined {
    return this.headers[name] as string | undefined;
  }

  set(name: string, value: string): void {
    this.setHeader(name, value);
  }

  end(): void {
    this.ended = true;
  }
}

/** A reply that only keeps its headers, for Fastify's peer. */
export class MockReply {
  private headers: Record<string, unknown> = {};

  header(name: string, value: unknown): this {
    this.headers[name] = value;
    return this;
  }

  getHeader(name: string): unknown {
    return this.headers[name];
  }

  removeHeader(name: string): this {
    this.headers[name] = undefined;
    return this;
  }

  code(): this {
    return this;
  }

  status(): this {
    return this;
  }

  type(): this {
    return this;
  }

  send(): this {
    return this;
  }
}

export const ORIGIN = 'https://app.example.com';

export function actual(origin: string): MockRequest {
  return { method: 'GET', url: '/cats/1', headers: { host: 'api.example.com', accept: '*/*', origin } };
}

export function preflight(origin: string, headers: string): MockRequest {
  return {
    method: 'OPTIONS',
    url: '/cats/1',
    headers: {
      'host': 'api.example.com',
      'accept': '*/*',
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': headers,
    },
  };
}
