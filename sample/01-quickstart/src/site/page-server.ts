import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { CorsRoute } from 'nestjs-cors-policy';
import type { FlowRecorder } from '../flow/flow-recorder.js';
import type { PageOrigins } from '../origins.js';
import { listen } from './listen.js';
import { PageFiles } from './page-files.js';

/** What the page has to know; it fetches this from its own origin as `/setup.json`. */
export interface PageSetup extends PageOrigins {
  api: string;
  platform: string;
  routes: CorsRoute[];
}

/** Serves the page on an origin of its own, and tells it what the API's server saw. */
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

  /** The page opens once the API's address is known. */
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
    // 127.0.0.1 is another origin than localhost, though the same machine: an origin is compared as text.
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
      await this.sendFile(response, pathname, this.setup.api);
    }
  }

  private async sendFile(response: ServerResponse, pathname: string, api: string): Promise<void> {
    const file = await this.files.read(pathname);
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': file.contentType,
      'content-security-policy': contentSecurityPolicy(api),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    response.end(file.content);
  }
}

function contentSecurityPolicy(api: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${api}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
