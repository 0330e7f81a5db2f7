import {
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isHeaderValue,
  isToken,
  normalizeMethod,
  normalizeValue,
  pageOrigin,
} from '../../fetch/index.js';
import { UsageError } from '../usage-error.js';

/** The request of a page. */
export interface PageRequest {
  readonly url: URL;
  readonly origin: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly credentials: boolean;
}

/** The request in the options of the command line. */
export interface WrittenRequest {
  readonly origin: string;
  readonly method: string | undefined;
  /** `Name` or `Name: value`. */
  readonly headers: readonly string[];
  readonly credentials: boolean;
}

/** Values for headers without one, if the value decides whether the request needs a preflight. */
const USUAL_VALUES: Readonly<Record<string, string>> = { 'content-type': 'application/json' };

// Node does not send these characters.
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** @throws {UsageError} if no page can send the request */
export function pageRequest(
  url: string,
  { origin, method, headers, credentials }: WrittenRequest,
): PageRequest {
  return {
    url: webUrl(url),
    origin: originOf(origin),
    method: methodOf(method ?? 'GET'),
    headers: headers.map(headerOf),
    credentials,
  };
}

function webUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new UsageError(`'${text}' is not an http or https URL.`);
  if (url.username !== '' || url.password !== '')
    throw new UsageError('No page can request a URL with a user name or a password.');
  url.hash = '';
  return url;
}

function originOf(text: string): string {
  try {
    return pageOrigin(text);
  } catch (error) {
    throw new UsageError(`--origin: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function methodOf(text: string): string {
  const method = normalizeMethod(text);
  if (!isToken(method) || isForbiddenMethod(method))
    throw new UsageError(`--method: no page can send '${text}'.`);
  return method;
}

function headerOf(text: string): readonly [string, string] {
  const colon = text.indexOf(':');
  const name = (colon === -1 ? text : text.slice(0, colon)).trim();
  const value =
    colon === -1 ? (USUAL_VALUES[name.toLowerCase()] ?? 'check') : normalizeValue(text.slice(colon + 1));
  if (!isToken(name)) throw new UsageError(`--header: '${name}' is not a header name.`);
  if (!isHeaderValue(value) || CONTROL.test(value))
    throw new UsageError(`--header: '${value}' is not a header value.`);
  if (isForbiddenRequestHeader(name, value))
    throw new UsageError(`--header: no page can set '${name}'. The browser forbids it.`);
  return [name, value];
}
