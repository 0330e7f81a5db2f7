/** A request with the properties of Express, Fastify and Node, for all peers. */
export interface MockRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A response that only stores its headers, for Express-like peers. It uses the names as given,
 * because each contender always writes them in the same way. Conversion to lower case would cost
 * more than the measured decisions.
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

  /** The methods with which the platforms of this library read and write headers. */
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

/** A reply that only stores its headers, for Fastify's peer. */
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
