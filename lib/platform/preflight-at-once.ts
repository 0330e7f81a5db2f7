import type { ServerResponse } from 'node:http';
import type { PreflightAnswer } from '../policy/index.js';
import type { WriteHead } from './response-headers.js';

/** A response with what sends its head past whoever looks at heads. */
export interface RawResponse {
  readonly response: ServerResponse;
  readonly writeHead: WriteHead;
}

/**
 * Sends a preflight's answer on a response that has no headers yet.
 *
 * @param more names and values in turn, that go before those of the answer
 */
export function sendAtOnce(
  { response, writeHead }: RawResponse,
  { status, headers, vary }: PreflightAnswer,
  more: readonly string[] = NOTHING,
): void {
  const head = [...more, 'Vary', vary];
  if (status !== 204) head.push('Content-Length', '0');
  for (const line of headers) head.push(line[0], line[1]);
  writeHead.call(response, status, head);
  response.end();
}

const NOTHING: readonly string[] = [];
