import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { CorsRoute } from 'nestjs-cors-policy';
import type { FlowRecorder } from '../flow/flow-recorder.js';
import type { PageOrigins } from '../origins.js';
import { listen } from './listen.js';
import { PageFiles } from './page-files.js';

/** Sends requests for the page on the other origin. */
const FRAME = '/frame.html';

/** The facts that the page fetches from its own origin, as `/setup.json`. */
export interface PageSetup extends PageOrigins {
  api: string;
  platform: string;
  routes: CorsRoute[];
}

/** Serves the page on an origin of its own, with the records of the API's server. */
export class PageServer {
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch((error: unknown) => response.destroy(asError(error)));
  });
  private readonly files = new PageFiles();
  private origin = '';
  private setup: PageSetup | undefined;

  constructor(private readonly recorder: FlowRecorder) {}

  async listen(port: number): Promise<string> {
    this.origin = await listen(this.server, port);
    return this.origin;
  }

  /** Starts to serve the page. Until then, the API's address is unknown and requests get 503. */
  open(setup: PageSetup): void {
    this.setup = setup;
  }

  close(): Promise<void> {
    return new Promise(resolve => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.setup === undefined) {
      response.writeHead(503).end();
      return;
    }
    // 127.0.0.1 and localhost are different origins: browsers compare hosts as text.
    if (`http://${request.headers.host}` !== this.origin) {
      response.writeHead(307, { location: this.origin }).end();
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', this.origin);
    if (pathname === '/setup.json') {
      sendJson(response, this.setup);
    } else if (pathname === '/flow') {
      sendJson(response, this.recorder.of(searchParams.get('id') ?? ''));
    } else {
      await this.sendFile(response, pathname, this.setup);
    }
  }

  private async sendFile(response: ServerResponse, pathname: string, setup: PageSetup): Promise<void> {
    const file = await this.files.read(pathname);
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': file.contentType,
      'content-security-policy': this.contentSecurityPolicy(pathname, setup),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    response.end(file.content);
  }

  /** The page embeds FRAME of the other origin. No other file can be embedded. */
  private contentSecurityPolicy(pathname: string, { api, trusted, untrusted }: PageSetup): string {
    const other = this.origin === trusted ? untrusted : trusted;
    return [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      `connect-src 'self' ${api}`,
      `frame-src ${other}${FRAME}`,
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${pathname === FRAME ? other : "'none'"}`,
    ].join('; ');
  }
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
