import type { OutgoingHttpHeader, ServerResponse } from 'node:http';
import vary from 'vary';
import type { ActualAnswer, PreflightAnswer } from '../policy/index.js';

export const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
const ALLOW_CREDENTIALS = 'Access-Control-Allow-Credentials';
const EXPOSE_HEADERS = 'Access-Control-Expose-Headers';
export const RESOURCE_POLICY = 'Cross-Origin-Resource-Policy';
const VARY = 'Vary';

const CORS_HEADER = /^access-control-/i;
// In lower case, because Node and Fastify look headers up that way.
const READ_ORIGIN = ALLOW_ORIGIN.toLowerCase();
const READ_OTHERS = [ALLOW_CREDENTIALS, EXPOSE_HEADERS].map(name => name.toLowerCase());

/**
 * Node's `writeHead` or a replacement. Some replacements count their arguments, so the number of
 * arguments never changes.
 */
export type WriteHead = (this: ServerResponse, ...args: unknown[]) => ServerResponse;

/** Reads and sets response headers. */
export interface HeaderWriter {
  get(name: string): OutgoingHttpHeader | undefined;
  set(name: string, value: string): void;
}

/** Reads, sets, removes and lists response headers. */
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

/**
 * The headers of a head that is being sent. Headers in the arguments of `writeHead` replace those
 * of the response. They are kept as a flat list of names and values, which Node processes fastest.
 */
export class HeadAccess extends ResponseAccess {
  private readonly position: number;
  private readonly list: unknown[] | undefined;

  constructor(
    response: ServerResponse,
    private readonly args: readonly unknown[],
  ) {
    super(response);
    // Node looks for the headers at the same position.
    this.position = typeof args[1] === 'string' || (args[2] ?? undefined) !== undefined ? 2 : 1;
    const given = args.length > 1 ? args[this.position] : undefined;
    if (typeof given === 'object' && given !== null) this.list = flatList(given);
  }

  override get(name: string): OutgoingHttpHeader | undefined {
    const { list = NOTHING } = this;
    let found: OutgoingHttpHeader | undefined;
    for (let index = this.find(name); index !== -1; index = this.find(name, index + 2)) {
      const value = list[index + 1] as OutgoingHttpHeader;
      found = found === undefined ? value : `${String(found)}, ${String(value)}`;
    }
    return found ?? super.get(name);
  }

  override set(name: string, value: string): void {
    if (this.list === undefined) {
      super.set(name, value);
      return;
    }
    this.removeGiven(name);
    this.list.push(name, value);
  }

  override remove(name: string): void {
    super.remove(name);
    this.removeGiven(name);
  }

  override names(): readonly string[] {
    return [...super.names(), ...(this.list ?? NOTHING).filter((_, index) => index % 2 === 0).map(String)];
  }

  /**
   * The arguments for `writeHead`, with the changed headers.
   *
   * @param asObject whether code that understands only objects may receive them
   */
  arguments(asObject: boolean): readonly unknown[] {
    const { list, args, position } = this;
    if (list === undefined) return args;
    return args.with(position, asObject && !Array.isArray(args[position]) ? objectOf(list) : list);
  }

  /** Removes other spellings of the name too, because Node would send both. */
  private removeGiven(name: string): void {
    for (let index = this.find(name); index !== -1; index = this.find(name)) this.list?.splice(index, 2);
  }

  private find(name: string, from = 0): number {
    const { list = NOTHING } = this;
    for (let index = from; index < list.length; index += 2) {
      const key = list[index];
      if (typeof key !== 'string' || key.length !== name.length) continue;
      if (key === name || key.toLowerCase() === name.toLowerCase()) return index;
    }
    return -1;
  }
}

const NOTHING: readonly unknown[] = [];

/**
 * Copies headers from any form that `writeHead` accepts: an object, a flat list, or a list of
 * pairs.
 */
function flatList(given: object): unknown[] {
  if (Array.isArray(given)) return (Array.isArray(given[0]) ? given.flat(1) : given.slice()) as unknown[];
  const list: unknown[] = [];
  for (const name in given) if (Object.hasOwn(given, name)) list.push(name, Reflect.get(given, name));
  return list;
}

function objectOf(list: readonly unknown[]): object {
  const headers: Record<string, unknown> = {};
  for (let index = 0; index < list.length; index += 2) headers[String(list[index])] = list[index + 1];
  return headers;
}

/**
 * Writes the answer to an actual request. An `Access-Control-Allow-Origin` that a handler set
 * stays, and then gets no credentials from the policy.
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

/**
 * Writes the answer to a preflight. It replaces CORS headers of other code and removes the
 * `X-Powered-By` of Express.
 */
export function applyPreflight(
  { status, vary: names, headers: lines }: PreflightAnswer,
  headers: HeaderAccess,
): void {
  if (headers.names().length === 0) {
    headers.set(VARY, names);
  } else {
    removeCorsHeaders(headers);
    // Removing an absent header makes the headers of a Fastify reply slow.
    if (headers.get('x-powered-by') !== undefined) headers.remove('X-Powered-By');
    addVary(headers, names);
  }
  for (const [name, value] of lines) headers.set(name, value);
  if (status !== 204) headers.set('Content-Length', '0');
}

/**
 * Whether other code has set headers that let a page read the response.
 *
 * @param hasOrigin whether the request has an `Origin`. Without one, the other headers have no
 * effect if `Access-Control-Allow-Origin` is absent.
 */
export function hasCorsHeaders(headers: HeaderWriter, hasOrigin: boolean): boolean {
  if (headers.get(READ_ORIGIN) !== undefined) return true;
  return hasOrigin && READ_OTHERS.some(name => headers.get(name) !== undefined);
}

export function removeCorsHeaders(headers: HeaderAccess): void {
  for (const name of headers.names()) if (CORS_HEADER.test(name)) headers.remove(name);
}

/** Appends to `Vary` and never replaces it. */
function addVary(headers: HeaderWriter, names: string): void {
  headers.set(VARY, appendVary(headers.get(VARY), names));
}

function appendVary(current: OutgoingHttpHeader | undefined, names: string): string {
  return current === undefined || current === '' ? names : vary.append(String(current), names);
}
