import { request } from 'node:http';
import type { WrittenExchange } from './written-exchange.js';

/**
 * Sends a request as written, and returns the head of the response, because a stream of events has
 * no end.
 */
export async function ask(
  port: number,
  { method, path, headers, body }: WrittenExchange['request'],
): Promise<WrittenExchange['response']> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, response => {
      const lines = Object.entries(response.headers).map(([name, value]) => [
        name,
        [value].flat().join(', '),
      ]);
      resolve({
        status: response.statusCode ?? 0,
        headers: Object.fromEntries(lines) as Record<string, string>,
      });
      response.destroy();
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The headers that a page has to tell all of, and those that it tells beside. */
export function toldOf(
  answer: WrittenExchange['response'],
  page: WrittenExchange['response'],
): WrittenExchange['response'] {
  const told = Object.entries(answer.headers).filter(
    ([name]) => name === 'vary' || name.startsWith('access-control-') || name in page.headers,
  );
  return { status: answer.status, headers: Object.fromEntries(told) };
}
