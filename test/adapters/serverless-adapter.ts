import type { RequestListener, Server } from 'node:http';
import { PlainAdapter } from './plain-adapter.js';

/** An adapter without a server: a platform of functions calls its listener. */
export class ServerlessAdapter extends PlainAdapter {
  readonly listener: RequestListener = (rawRequest, rawResponse) => {
    const { request, response } = this.wrap(rawRequest, rawResponse);
    this.pipeline.handle(request, response);
  };

  override initHttpServer(): void {
    // Nest asks for a server, and this adapter has none.
  }

  override getHttpServer(): Server {
    // Nest stores this empty object for an adapter of functions. The module must not use it.
    return Object.freeze({}) as Server;
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}
