import type { OutgoingHttpHeader, ServerResponse } from 'node:http';
import vary from 'vary';
import type { ActualAnswer } from '../policy/index.js';
import { type GivenHeaders, type WriteHeadArguments, givenHeaders } from './given-headers.js';

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';

/**
 * Puts an answer on a response whose head is about to be sent.
 *
 * @returns the arguments for `writeHead`, whose own headers would otherwise replace what is appended to `Vary`
 */
export function applyToHead(
  response: ServerResponse,
  args: WriteHeadArguments,
  answer: ActualAnswer,
  variesByOrigin: boolean,
): WriteHeadArguments {
  const given = args.length > 1 ? givenHeaders(args) : undefined;
  const headers = new HeadAccess(response, given);
  applyAnswer(answer, headers);
  if (variesByOrigin) headers.set('Vary', appendVary(headers.get('Vary'), 'Origin'));
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
    return this.given?.get(name) ?? this.response.getHeader(name);
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
  if (answer.allowCredentials) headers.set('Access-Control-Allow-Credentials', 'true');
  const expose = 'Access-Control-Expose-Headers';
  if (answer.exposeHeaders !== undefined && headers.get(expose) === undefined) {
    headers.set(expose, answer.exposeHeaders);
  }
}

/** Appends to `Vary`, never replaces. */
export function appendVary(current: OutgoingHttpHeader | undefined, names: string): string {
  return current === undefined || current === '' ? names : vary.append(String(current), names);
}
