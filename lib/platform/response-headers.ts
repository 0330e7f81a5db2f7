import type { OutgoingHttpHeader, ServerResponse } from 'node:http';
import vary from 'vary';
import type { ActualAnswer } from '../policy/index.js';
import { type GivenHeaders, type WriteHeadArguments, givenHeaders } from './given-headers.js';

export const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
export const ALLOW_CREDENTIALS = 'Access-Control-Allow-Credentials';
export const EXPOSE_HEADERS = 'Access-Control-Expose-Headers';
export const VARY = 'Vary';

/** Node looks for a header by its name in lower case, and is asked soonest by that. */
const IN_LOWER_CASE: Readonly<Record<string, string>> = {
  [ALLOW_ORIGIN]: 'access-control-allow-origin',
  [EXPOSE_HEADERS]: 'access-control-expose-headers',
  [VARY]: 'vary',
};

/** Node's `writeHead`, or what somebody has put in its place: it is called with as many arguments as it was given, which some count. */
export type WriteHead = (this: ServerResponse, ...args: unknown[]) => ServerResponse;

/**
 * Sends the head of a response with an answer on it.
 *
 * @param writeHead what would have sent it
 * @param args what that was called with: headers among them replace those of the response, so that what is appended to `Vary` has to
 * stand there
 */
export function writeHeadWith(
  writeHead: WriteHead,
  response: ServerResponse,
  args: WriteHeadArguments,
  answer: ActualAnswer,
  variesByOrigin: boolean,
): ServerResponse {
  const isLeft = answer.allowOrigin === undefined && !variesByOrigin;
  return Reflect.apply(
    writeHead,
    response,
    isLeft ? args : applyToHead(response, args, answer, variesByOrigin),
  );
}

function applyToHead(
  response: ServerResponse,
  args: WriteHeadArguments,
  answer: ActualAnswer,
  variesByOrigin: boolean,
): WriteHeadArguments {
  const given = args.length > 1 ? givenHeaders(args) : undefined;
  const headers = new HeadAccess(response, given);
  applyAnswer(answer, headers);
  if (variesByOrigin) headers.set(VARY, appendVary(headers.get(VARY), 'Origin'));
  return given === undefined ? args : given.arguments();
}

/** Something that has response headers. */
export interface HeaderAccess {
  get(name: string): OutgoingHttpHeader | undefined;
  set(name: string, value: string): void;
}

/** The headers that a head will have: those that it is given stand before those of the response. */
class HeadAccess implements HeaderAccess {
  constructor(
    private readonly response: ServerResponse,
    private readonly given: GivenHeaders | undefined,
  ) {}

  get(name: string): OutgoingHttpHeader | undefined {
    return this.given?.get(name) ?? this.response.getHeader(IN_LOWER_CASE[name] ?? name);
  }

  set(name: string, value: string): void {
    if (this.given === undefined) this.response.setHeader(name, value);
    else this.given.set(name, value);
  }
}

/** What a handler sets itself for `Access-Control-Allow-Origin` stands, and is then not mixed with a policy's credentials. */
export function applyAnswer(answer: ActualAnswer, headers: HeaderAccess): void {
  if (answer.allowOrigin === undefined) return;
  const own = headers.get(ALLOW_ORIGIN);
  if (own !== undefined && own !== answer.allowOrigin) return;
  headers.set(ALLOW_ORIGIN, answer.allowOrigin);
  if (answer.allowCredentials) headers.set(ALLOW_CREDENTIALS, 'true');
  if (answer.exposeHeaders !== undefined && headers.get(EXPOSE_HEADERS) === undefined) {
    headers.set(EXPOSE_HEADERS, answer.exposeHeaders);
  }
}

/** Appends to `Vary`, never replaces. */
export function appendVary(current: OutgoingHttpHeader | undefined, names: string): string {
  return current === undefined || current === '' ? names : vary.append(String(current), names);
}
