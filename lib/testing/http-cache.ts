import { type FetchRequest, currentUrl } from './fetch-request.js';
import type { FetchResponse } from './fetch-response.js';
import { HeaderList } from './header-list.js';

interface Stored {
  readonly partition: string;
  readonly url: string;
  readonly vary: Readonly<Record<string, string | undefined>>;
  readonly response: FetchResponse;
  readonly freshUntil: number;
}

/** What a cache has for a request: nothing, a response to use, or one to ask the server about. */
export interface Lookup {
  readonly fresh?: FetchResponse;
  readonly stale?: FetchResponse;
}

/**
 * The HTTP cache, as far as CORS and `Vary` meet it: GET with status 200, `max-age`, `no-store`, `no-cache`, `ETag` and `Last-Modified`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111
 */
export class HttpCache {
  private readonly entries: Stored[] = [];

  constructor(private readonly now: () => number) {}

  find(request: FetchRequest, headers: HeaderList, partition: string): Lookup {
    if (request.method !== 'GET' || request.cache === 'no-store' || request.cache === 'reload') return {};
    const stored = this.entries.find(
      entry =>
        entry.partition === partition &&
        entry.url === currentUrl(request).href &&
        Object.entries(entry.vary).every(([name, value]) => name !== '*' && headers.get(name) === value),
    );
    if (stored === undefined) return {};
    const usable = stored.freshUntil > this.now() && request.cache !== 'no-cache';
    if (usable || request.cache === 'force-cache' || request.cache === 'only-if-cached')
      return { fresh: stored.response };
    return hasValidator(stored.response) ? { stale: stored.response } : {};
  }

  store(request: FetchRequest, headers: HeaderList, partition: string, response: FetchResponse): void {
    if (request.method !== 'GET' || response.status !== 200 || request.cache === 'no-store') return;
    const directives = (response.headers.get('Cache-Control') ?? '').toLowerCase();
    if (/\bno-store\b/.test(directives)) return;
    const url = currentUrl(request).href;
    const vary = Object.fromEntries(variants(response).map(name => [name, headers.get(name)]));
    this.remove(partition, url, vary);
    this.entries.push({ partition, url, vary, response, freshUntil: this.now() + lifetime(directives) });
  }

  private remove(partition: string, url: string, vary: Stored['vary']): void {
    const at = this.entries.findIndex(
      entry =>
        entry.partition === partition &&
        entry.url === url &&
        JSON.stringify(entry.vary) === JSON.stringify(vary),
    );
    if (at >= 0) this.entries.splice(at, 1);
  }
}

/** The headers that ask whether a stored response still holds. */
export function validators({ headers }: FetchResponse): [string, string][] {
  const pairs: [string, string | undefined][] = [
    ['If-None-Match', headers.get('ETag')],
    ['If-Modified-Since', headers.get('Last-Modified')],
  ];
  return pairs.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]));
}

/** A stored response with what a 304 says anew. @see https://www.rfc-editor.org/rfc/rfc9111#section-4.3.4 */
export function freshened(stored: FetchResponse, notModified: FetchResponse): FetchResponse {
  const headers = new HeaderList(stored.headers);
  for (const name of notModified.headers.names()) {
    if (name === 'content-length') continue;
    headers.delete(name);
    for (const line of notModified.headers.lines(name)) headers.append(name, line);
  }
  return { ...stored, headers };
}

function hasValidator(response: FetchResponse): boolean {
  return validators(response).length > 0;
}

function variants({ headers }: FetchResponse): string[] {
  return (headers.get('Vary') ?? '')
    .split(',')
    .map(name => name.trim().toLowerCase())
    .filter(name => name !== '')
    .sort();
}

function lifetime(directives: string): number {
  if (/\bno-cache\b/.test(directives)) return 0;
  return Number(/\bmax-age=([0-9]+)/.exec(directives)?.[1] ?? '0') * 1000;
}
