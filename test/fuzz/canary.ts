import { exchange } from './wire/exchange.js';
import { readResponses, valuesOf } from './wire/raw-response.js';

const ORIGIN = 'https://app.example.com';
const LIMIT_MS = 1_000;

const PREFLIGHT = `OPTIONS /exact HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\nAccess-Control-Request-Method: PUT\r\n\r\n`;
const ACTUAL = `GET /exact HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\n\r\n`;
const METHODS = ['OPTIONS', 'GET'];

/**
 * Sends a request with a known answer to an application, and returns the faults of the answer. The
 * answer must also be fast.
 */
export async function canaryProblems(port: number): Promise<string[]> {
  const start = performance.now();
  const { text, ended } = await exchange(port, {
    pieces: [Buffer.from(PREFLIGHT + ACTUAL)],
    pause: 0,
    ending: 'await',
    isComplete: received => readResponses(received, METHODS, false).length === METHODS.length,
  });
  const milliseconds = performance.now() - start;
  const responses = readResponses(text, METHODS, ended);
  const problems = responses.flatMap(({ headers }) =>
    valuesOf(headers, 'access-control-allow-origin').join() === ORIGIN ? [] : ['the canary is not allowed'],
  );
  const statuses = responses.map(({ status }) => status).join();
  if (statuses !== '204,200') problems.push(`the canary got ${statuses || 'nothing'}`);
  if (milliseconds > LIMIT_MS) problems.push(`the canary took ${milliseconds.toFixed(0)} ms`);
  return problems;
}
