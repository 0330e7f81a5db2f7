import { ReadableStream } from 'node:stream/web';
import type { EngineProfile } from './engine-profile.js';
import type { FetchRequest, RequestBody } from './fetch-request.js';
import {
  isCorsSafelistedMethod,
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isHeaderValue,
  isToken,
  normalizeMethod,
  normalizeValue,
} from '../fetch/index.js';
import { isNoCorsSafelistedRequestHeader } from './request-headers.js';
import { HeaderList } from './header-list.js';
import type { CorsRequestInit } from './request-init.js';

/** @see https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch */
const CONDITIONS = ['if-match', 'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since'];

/**
 * The request of a script's `fetch()`.
 *
 * @throws {TypeError} if a browser's would, before a request is sent
 * @see https://fetch.spec.whatwg.org/#dom-request
 */
export async function newRequest(
  url: URL,
  origin: string,
  init: CorsRequestInit,
  profile: EngineProfile,
): Promise<FetchRequest> {
  const method = normalizeMethod(init.method ?? 'GET');
  const { mode = 'cors', cache = 'default' } = init;
  const isStream = init.body instanceof ReadableStream;
  refuse(!isToken(method) || isForbiddenMethod(method), `'${method}' is not a method that fetch() takes.`);
  refuse(url.username !== '' || url.password !== '', `'${url.href}' includes credentials.`);
  refuse(
    init.body !== undefined && (method === 'GET' || method === 'HEAD'),
    'Request with GET/HEAD method cannot have body.',
  );
  refuse(
    mode === 'no-cors' && !isCorsSafelistedMethod(method),
    `'${method}' is unsupported in no-cors mode.`,
  );
  refuse(
    cache === 'only-if-cached' && mode !== 'same-origin',
    "'only-if-cached' can be set only with 'same-origin' mode.",
  );
  refuse(isStream && init.duplex !== 'half', "A stream body needs duplex: 'half'.");
  refuse(isStream && mode === 'no-cors', 'A stream body needs a mode that may preflight.');

  const given = requestHeaders(init.headers ?? [], mode);
  const typeIsOfBody = init.uploadListener !== undefined && !given.has('Content-Type');
  const body = await extractBody(init, isStream, given);
  const headers = profile.combinesHeaders ? combined(given) : given;
  return {
    method,
    urlList: [url],
    headers,
    givenMethod: method,
    typeIsOfBody,
    givenHeaders: headers.copy(),
    stillNamed: new HeaderList(),
    body,
    origin,
    mode,
    credentials: init.credentials ?? 'same-origin',
    redirect: init.redirect ?? 'follow',
    cache,
    referrerPolicy: init.referrerPolicy ?? 'strict-origin-when-cross-origin',
    useCorsPreflight: isStream || listensToUpload(init, profile),
    keepsCredentials: mode === 'no-cors' && profile.redirectsKeepNoCorsCredentials,
    responseTainting: 'basic',
    isConditional: headers.names().some(name => CONDITIONS.includes(name)),
    wasPreflighted: false,
    restartedAt: 0,
  };
}

/** @see https://fetch.spec.whatwg.org/#concept-headers-append */
function requestHeaders(init: NonNullable<CorsRequestInit['headers']>, mode: string): HeaderList {
  const headers = new HeaderList();
  for (const [name, raw] of isIterable(init) ? init : Object.entries(init)) {
    const value = normalizeValue(raw);
    refuse(!isToken(name), `'${name}' is not a header name.`);
    refuse(!isHeaderValue(value), `'${value}' is not a header value.`);
    if (isForbiddenRequestHeader(name, value)) continue;
    const whole = [...headers.lines(name), value].join(', ');
    if (mode === 'no-cors' && !isNoCorsSafelistedRequestHeader(name, whole)) continue;
    headers.append(name, value);
  }
  return headers;
}

/**
 * The bytes of a body. Its type becomes a header unless the script sets one. @see
 * https://fetch.spec.whatwg.org/#concept-bodyinit-extract
 */
async function extractBody(
  { body }: CorsRequestInit,
  isStream: boolean,
  headers: HeaderList,
): Promise<RequestBody | undefined> {
  if (body === undefined) return undefined;
  // Node's own Response extracts a body and its type by the standard.
  const extracted = new Response(body);
  const type = extracted.headers.get('Content-Type');
  if (type !== null && !headers.has('Content-Type')) headers.append('Content-Type', type);
  return { bytes: Buffer.from(await extracted.arrayBuffer()), isStream };
}

function listensToUpload({ uploadListener, body }: CorsRequestInit, profile: EngineProfile): boolean {
  return uploadListener === true && !(profile.uploadListenerNeedsBody && body === undefined);
}

/** Engines combine the values of each name from the start. */
function combined(headers: HeaderList): HeaderList {
  const written = new Map([...headers].reverse().map(([name]) => [name.toLowerCase(), name]));
  return new HeaderList(headers.names().map(name => [written.get(name) ?? name, headers.get(name) ?? '']));
}

function isIterable(
  init: NonNullable<CorsRequestInit['headers']>,
): init is Iterable<readonly [string, string]> {
  return Symbol.iterator in init;
}

function refuse(condition: boolean, message: string): void {
  if (condition) throw new TypeError(message);
}
