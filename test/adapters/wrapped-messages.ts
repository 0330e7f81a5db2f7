import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { AdapterRequest } from './node-http-adapter.js';
import type { Params } from './support/route-table.js';

/** A request of the adapter's own, which has Node's request as `raw`. */
export class WrappedRequest implements AdapterRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: Readonly<Record<string, string>>;
  readonly ip: string | undefined;
  params: Params = {};
  body: unknown = undefined;
  rawBody: Buffer | undefined = undefined;

  constructor(readonly raw: IncomingMessage) {
    this.method = raw.method ?? 'GET';
    this.url = raw.url ?? '/';
    this.headers = raw.headers;
    this.query = Object.fromEntries(new URL(this.url, 'http://host').searchParams);
    this.ip = raw.socket.remoteAddress;
  }
}
