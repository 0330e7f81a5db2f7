import type { OutgoingHttpHeader, ServerResponse } from 'node:http';
import vary from 'vary';
import type { ActualAnswer, PreflightAnswer } from '../policy/index.js';

export const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
const ALLOW_CREDENTIALS = 'Access-Control-Allow-Credentials';
const EXPOSE_HEADERS = 'Access-Control-Expose-Headers';
const VARY = 'Vary';

const CORS_HEADER = /^access-control-/i;
const READABLE = [ALLOW_ORIGIN, ALLOW_CREDENTIALS, EXPOSE_HEADERS];

/** Node's `writeHead`, or what has taken its place: it is called with as many arguments as it was given, which some count. */
export type WriteHead = (this: ServerResponse, ...args: unknown[]) => ServerResponse;

/** Something that takes response headers. */
export interface HeaderWriter {
  get(name: string): OutgoingHttpHeader | undefined;
  set(name: string, value: string): void;
}

/** Something that has response headers. */
export interface HeaderAccess extends HeaderWriter {
  remove(name: string): void;
  names(): readonly string[];
}

/** The headers of a Node response. */
export class ResponseAccess implements HeaderAccess {
  constructor(protected readonly response: ServerResponse) {}

  get(name: string): OutgoingHttpHeader | undefined {
    return this.response.getHeader(name);
  }

  set(name: string, value: string): void {
    this.response.setHeader(name, value);
  }

  remove(name: string): void {
    this.response.removeHeader(name);
  }

  names(): readonly string[] {
    return this.response.getHeaderNames();
  }
}

/** The headers that a head will have: those that `writeHead` is given replace those of the response. */
export class HeadAccess extends ResponseAccess {
  private args: readonly unknown[];
  private given: Record<string, OutgoingHttpHeader> | undefined;

  constructor(response: ServerResponse, args: readonly unknown[]) {
    super(response);
    this.args = args;
    // Where Node looks for them.
    const position = typeof args[1] === 'string' || (args[2] ?? undefined) !== undefined ? 2 : 1;
    const given = args[position];
    if (Array.isArray(given)) {
      this.setAll(given);
      this.args = args.slice(0, position);
    } else if (typeof given === 'object' && given !== null) {
      // The caller's own object stays as it is.
      this.given = { ...given };
      this.args = args.with(position, this.given);
    }
  }

  override get(name: string): OutgoingHttpHeader | undefined {
    const values = this.keysOf(name).map(key => this.given?.[key] ?? '');
    if (values.length === 0) return super.get(name);
    return values.length === 1 ? values[0] : values.join(', ');
  }

  override set(name: string, value: string): void {
    if (this.given === undefined) {
      super.set(name, value);
      return;
    }
    this.removeGiven(name);
    this.given[name] = value;
  }

  override remove(name: string): void {
    super.remove(name);
    this.removeGiven(name);
  }

  override names(): readonly string[] {
    return [...super.names(), ...Object.keys(this.given ?? {})];
  }

  /** The arguments for `writeHead`, with these headers. */
  arguments(): readonly unknown[] {
    return this.args;
  }

  /** A list may name a header several times, as `[name, value, name, value]` or in pairs: it goes to the response, as Node itself does with it. */
  private setAll(list: readonly unknown[]): void {
    const flat: readonly unknown[] = Array.isArray(list[0]) ? list.flat(1) : list;
    const names = flat.filter((_, index) => index % 2 === 0).map(String);
    for (const name of names) this.response.removeHeader(name);
    for (const [index, name] of names.entries()) {
      this.response.appendHeader(name, flat[2 * index + 1] as string | readonly string[]);
    }
  }

  /** Node would send a header under each spelling. */
  private removeGiven(name: string): void {
    for (const key of this.keysOf(name)) Reflect.deleteProperty(this.given ?? {}, key);
  }

  private keysOf(name: string): readonly string[] {
    const { length } = name;
    const lowerCase = name.toLowerCase();
    return Object.keys(this.given ?? {}).filter(
      key => key.length === length && key.toLowerCase() === lowerCase,
    );
  }
}

/**
 * Puts an actual request's answer on a response. What a handler sets itself for `Access-Control-Allow-Origin` stands, and is then not mixed
 * with a policy's credentials.
 */
export function applyAnswer(answer: ActualAnswer, variesByOrigin: boolean, headers: HeaderWriter): void {
  if (answer.allowOrigin !== undefined) applyAllowed(answer, answer.allowOrigin, headers);
  if (variesByOrigin) addVary(headers, 'Origin');
}

function applyAllowed(
  { allowCredentials, exposeHeaders }: ActualAnswer,
  allowOrigin: string,
  headers: HeaderWriter,
): void {
  const own = headers.get(ALLOW_ORIGIN);
  if (own !== undefined && own !== allowOrigin) return;
  headers.set(ALLOW_ORIGIN, allowOrigin);
  if (allowCredentials) headers.set(ALLOW_CREDENTIALS, 'true');
  if (exposeHeaders !== undefined && headers.get(EXPOSE_HEADERS) === undefined) {
    headers.set(EXPOSE_HEADERS, exposeHeaders);
  }
}

/** Puts a preflight's answer on a response, in place of CORS headers that other code has put there. */
export function applyPreflight(
  { status, vary: names, headers: lines }: PreflightAnswer,
  headers: HeaderAccess,
): void {
  removeCorsHeaders(headers);
  addVary(headers, names);
  for (const [name, value] of lines) headers.set(name, value);
  if (status !== 204) headers.set('Content-Length', '0');
}

/** Whether other code has put headers on a response that let a page read it. */
export function hasCorsHeaders(headers: HeaderWriter): boolean {
  return READABLE.some(name => headers.get(name) !== undefined);
}

/** Removes every `Access-Control-*` header. */
export function removeCorsHeaders(headers: HeaderAccess): void {
  for (const name of headers.names()) if (CORS_HEADER.test(name)) headers.remove(name);
}

/** Appends to `Vary`, never replaces. */
function addVary(headers: HeaderWriter, names: string): void {
  headers.set(VARY, appendVary(headers.get(VARY), names));
}

function appendVary(current: OutgoingHttpHeader | undefined, names: string): string {
  return current === undefined || current === '' ? names : vary.append(String(current), names);
}
