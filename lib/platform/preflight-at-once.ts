import type { ServerResponse } from 'node:http';
import type { PreflightAnswer } from '../policy/index.js';

/**
 * Sends a preflight's answer on a response that has no headers yet.
 *
 * @param more names and values in turn, that go before those of the answer
 */
export function sendAtOnce(
  response: ServerResponse,
  { status, headers, vary }: PreflightAnswer,
  more: readonly string[] = [],
): void {
  const head = [...more, 'Vary', vary];
  if (status !== 204) head.push('Content-Length', '0');
  for (const [name, value] of headers) head.push(name, value);
  response.writeHead(status, head);
  response.end();
}
