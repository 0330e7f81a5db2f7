import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname } from 'node:path';
import type { Defence } from '../defence.js';
import type { Ledger } from '../ledger.js';
import type { PageOrigins } from '../origins.js';
import { listen } from './listen.js';

/** The facts that the page fetches from its own origin, as `/setup.json`. */
export interface PageSetup extends PageOrigins {
  banks: Record<Defence, string>;
}

const FOLDER = new URL('../../page/', import.meta.url);
const NAMES = new Set(readdirSync(FOLDER));
const CONTENT_TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
]);

/** Serves the page on an origin of its own, with the requests that the banks recorded. */
export class PageServer {
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch(() => response.destroy());
  });
  private origin = '';
  private setup: PageSetup | undefined;

  constructor(
    private readonly host: string,
    private readonly ledger: Ledger,
  ) {}

  async listen(port: number): Promise<string> {
    this.origin = `http://${this.host}:${await listen(this.server, port)}`;
    return this.origin;
  }

  /** Starts to serve the page. Before, the banks' addresses are unknown, and requests get 404. */
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
    if (this.setup === undefined || `http://${request.headers.host ?? ''}` !== this.origin) {
      response.writeHead(404).end();
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', this.origin);
    if (pathname === '/setup.json') sendJson(response, { ...this.setup, here: this.origin });
    else if (pathname === '/ledger') sendJson(response, this.ledger.of(searchParams.get('attempt') ?? ''));
    else await sendFile(response, pathname === '/' ? 'index.html' : pathname.slice(1), this.setup);
  }
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

/** Reads only files whose names are in the folder, so a request cannot choose another path. */
async function sendFile(response: ServerResponse, name: string, setup: PageSetup): Promise<void> {
  const contentType = CONTENT_TYPES.get(extname(name));
  if (!NAMES.has(name) || contentType === undefined) {
    response.writeHead(404).end();
    return;
  }
  const banks = Object.values(setup.banks).join(' ');
  response.writeHead(200, {
    'content-type': contentType,
    'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self' ${banks}; form-action ${banks}; base-uri 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(await readFile(new URL(name, FOLDER)));
}
