import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrontRequest, FrontResponse } from './front.js';
import { SCENARIOS } from './scenario.js';

const RUNTIME = readFileSync(join(process.cwd(), 'test/conformance/page/runtime.js'), 'utf8');

/** The pages that scenarios run in, their script, and a place to get a cookie. */
export function servePage(request: FrontRequest, response: FrontResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page');
  const [, kind, id] = pathname.split('/');
  const { pageHeaders = {} } = SCENARIOS.find(scenario => scenario.id === id) ?? {};
  for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
  // Firefox keeps the images of a page with `no-store` in a cache of their own.
  response.setHeader('Cache-Control', 'no-cache');
  if (kind === 'runtime.js') {
    response.setHeader('Content-Type', 'text/javascript');
    response.end(RUNTIME);
    return;
  }
  response.setHeader('Content-Type', 'text/html');
  if (kind === 'seed') {
    response.setHeader('Set-Cookie', searchParams.get('cookie') ?? '');
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
    response.setHeader('Access-Control-Allow-Credentials', 'true');
  }
  if (kind === 'favicon.ico') response.statusCode = 404;
  response.end(
    `<!doctype html><title>page</title><link rel="icon" href="data:,"><body><script>${RUNTIME}</script>`,
  );
}
