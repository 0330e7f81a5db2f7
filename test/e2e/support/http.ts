import { type IncomingHttpHeaders, request } from 'node:http';

/** A response with its headers as they came. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export type HttpHeaders = Readonly<Record<string, string | readonly string[]>>;

/** Sends a request without any client's idea of CORS. */
export function send(
  url: string,
  method: string,
  path: string,
  headers: HttpHeaders = {},
  body?: string | Buffer,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(url),
      { method, path, headers: headers as Record<string, string | string[]>, agent: false },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            rawHeaders: response.rawHeaders,
            body: Buffer.concat(chunks).toString(),
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Sends the CORS-preflight request that a browser would. */
export function preflight(
  url: string,
  path: string,
  {
    origin,
    method,
    headers,
    ...others
  }: { origin: string; method: string; headers?: string; [name: string]: string | undefined },
): Promise<HttpResponse> {
  const extra = Object.entries(others).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return send(url, 'OPTIONS', path, {
    'Origin': origin,
    'Access-Control-Request-Method': method,
    ...(headers === undefined ? {} : { 'Access-Control-Request-Headers': headers }),
    ...Object.fromEntries(extra),
  });
}

/** The `Access-Control-*` and `Vary` headers of a response, by name in lower case. */
export function corsHeaders({ headers }: HttpResponse): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith('access-control-') || name === 'vary')
      .map(([name, value]) => [name, String(value)]),
  );
}

/** The members of a list header, trimmed and in lower case. */
export function members(value: string | string[] | undefined): string[] {
  return String(value ?? '')
    .split(',')
    .map(member => member.trim().toLowerCase())
    .filter(member => member !== '');
}

/**
 * Reads the head of a response and closes the connection, for a stream that continues or that
 * fails.
 */
export function readHead(
  url: string,
  method: string,
  path: string,
  headers: HttpHeaders = {},
  body?: string | Buffer,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(url),
      { method, path, headers: headers as Record<string, string | string[]>, agent: false },
      response => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          rawHeaders: response.rawHeaders,
          body: '',
        });
        response.on('error', () => undefined);
        response.destroy();
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
