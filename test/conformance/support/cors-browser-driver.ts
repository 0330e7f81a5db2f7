import type { INestApplication } from '@nestjs/common';
import { ReadableStream } from 'node:stream/web';
import {
  CorsBrowser,
  type CorsPage,
  type CorsRequestInit,
  type ProfileName,
} from 'nestjs-cors-policy/testing';
import type { Seen } from './differences.js';
import { type Origins, TEST_HOSTS } from './origins.js';
import type { ConformanceBrowser, ConformancePage } from './run-scenario.js';
import type { ScenarioRequest } from './scenario.js';

/** CorsBrowser in the place of an engine, with a clock that waits for nothing. */
export class CorsBrowserDriver implements ConformanceBrowser {
  private time = Date.now();
  private readonly browser: CorsBrowser;

  constructor(app: INestApplication, origins: Origins, profile: ProfileName) {
    const named = Object.values(origins).filter(origin => TEST_HOSTS.includes(new URL(origin).hostname));
    this.browser = new CorsBrowser(app, {
      profile,
      now: () => this.time,
      servers: Object.fromEntries(named.map(origin => [origin, onThisMachine(origin)])),
    });
  }

  open(url: string): Promise<ConformancePage> {
    const { origin } = new URL(url);
    const page = this.browser.open(origin);
    const sandboxed = this.browser.open(origin, { sandboxed: true });
    return Promise.resolve({
      run: (request, target) =>
        runInCorsPage(
          request.context === 'sandbox' || request.context === 'data' ? sandboxed : page,
          request,
          target,
        ),
      close: () => Promise.resolve(),
    });
  }

  async seed(pageUrl: string, cookieUrl: string, cookie: string): Promise<void> {
    await this.browser.setCookie(cookie, cookieUrl);
    const page = this.browser.open(new URL(pageUrl).origin);
    await page.fetch(`${cookieUrl}/seed?cookie=${encodeURIComponent(cookie)}`, { credentials: 'include' });
  }

  wait(milliseconds: number): Promise<void> {
    this.time += milliseconds;
    return Promise.resolve();
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

function onThisMachine(origin: string): string {
  const { protocol, port } = new URL(origin);
  return `${protocol}//127.0.0.1:${port}`;
}

/** Runs one request in a page of CorsBrowser. */
export async function runInCorsPage(page: CorsPage, request: ScenarioRequest, url: string): Promise<Seen> {
  const { outcome, response, reason } = await page.fetch(url, requestInit(request));
  // No script can read the response to a beacon.
  const isReadable = outcome === 'readable' && request.via !== 'beacon';
  return {
    readable: isReadable,
    ...(response === undefined
      ? {}
      : {
          status: response.status,
          type: response.type,
          visible: Object.keys(response.headers),
          body: response.body,
        }),
    // An image without `crossorigin` is shown although no script may read it. A module script is
    // not executed.
    loaded: response !== undefined,
    ...(isReadable ? {} : { error: reason }),
  };
}

/** The options of fetch for each initiator. */
function requestInit(request: ScenarioRequest): CorsRequestInit {
  const { method, headers, mode, credentials, cache, redirect, referrerPolicy, uploadListener } = request;
  const body = bodyOf(request.body);
  const given: CorsRequestInit = {
    method,
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body }),
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    ...(mode === undefined ? {} : { mode }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(cache === undefined || cache === 'DEFAULT' ? {} : { cache }),
    ...(redirect === undefined ? {} : { redirect }),
    ...(referrerPolicy === undefined ? {} : { referrerPolicy }),
    ...(uploadListener === undefined ? {} : { uploadListener }),
  };
  switch (request.via ?? 'fetch') {
    case 'eventsource':
      return { ...given, headers: { Accept: 'text/event-stream' }, cache: 'no-store' };
    case 'beacon':
      return { ...given, credentials: 'include' };
    case 'img':
      if (request.crossorigin === undefined) return { ...given, mode: 'no-cors', credentials: 'include' };
      return { ...given, credentials: request.crossorigin === 'use-credentials' ? 'include' : 'same-origin' };
    case 'xhr':
    case 'script':
    case 'font':
    case 'fetch':
      return given;
  }
}

function bodyOf(body: ScenarioRequest['body']): CorsRequestInit['body'] {
  if (body === undefined || typeof body === 'string') return body;
  if (body.kind === 'blob') return new Blob(['{}'], { type: body.type ?? '' });
  if (body.kind === 'params') return new URLSearchParams({ a: '1' });
  if (body.kind === 'stream') return new Blob(['x']).stream();
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(body.size ?? 0)]), 'file.bin');
  return form;
}
