import type { INestApplication } from '@nestjs/common';
import { ExplorerToken } from '../../../lib/explorer/access/explorer-token.js';
import { portOf } from '../../e2e/support/applications.js';
import type { HttpHeaders, HttpResponse } from '../../e2e/support/http.js';
import type { Served } from '../../e2e/support/served.js';

/** The token that the application has printed. */
export function tokenOf(app: INestApplication): string {
  return app.get(ExplorerToken, { strict: false }).value;
}

/** The state that a browser keeps after it opened the printed address. */
export function cookieOf(app: INestApplication, host = `127.0.0.1:${portOf(app)}`): string {
  const [cookie = ''] = app.get(ExplorerToken, { strict: false }).cookie({ host }, '/', false).split(';');
  return cookie;
}

/** Asks an application with the cookie of its explorer. */
export function getOpened(served: Served, path: string, headers: HttpHeaders = {}): Promise<HttpResponse> {
  return served.get(path, { Cookie: cookieOf(served.app), ...headers });
}
