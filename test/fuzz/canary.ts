import { exchange } from './wire/exchange.js';
import { readResponses, valuesOf } from './wire/raw-response.js';

const ORIGIN = 'https://app.example.com';

const PREFLIGHT = `OPTIONS /exact HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\nAccess-Control-Request-Method: PUT\r\n\r\n`;
const ACTUAL = `GET /exact HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\n\r\n`;
const METHODS = ['OPTIONS', 'GET'];

/** Asks an application what it always has to know; tells what is wrong with the answer. */
export async function canaryProblems(port: number): Promise<string[]> {
  const { text, ended } = await exchange(port, {
    pieces: [Buffer.from(PREFLIGHT + ACTUAL)],
    pause: 0,
    ending: 'await',
    isComplete: received => readResponses(received, METHODS, false).length === METHODS.length,
  });
  const responses = readResponses(text, METHODS, ended);
  const problems = responses.flatMap(({ headers }) =>
    valuesOf(headers, 'access-control-allow-origin').join() === ORIGIN ? [] : ['the canary is not allowed'],
  );
  const statuses = responses.map(({ status }) => status).join();
  if (statuses !== '204,200') problems.push(`the canary got ${statuses || 'nothing'}`);
  return problems;
}
