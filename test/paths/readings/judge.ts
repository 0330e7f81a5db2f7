import { exchange } from '../../fuzz/wire/exchange.js';
import { type RawResponse, readResponses, valuesOf } from '../../fuzz/wire/raw-response.js';
import { ALLOWED, ENFORCED, ORIGINS, type Thing, answeredBy } from './things.js';

/** The faults of the answers to a request target, in words. */
export interface Verdict {
  /** The file or route that answered. Absent if no part of the application answered. */
  readonly thing: Thing | undefined;
  readonly faults: readonly string[];
}

interface Question {
  readonly method: 'GET' | 'OPTIONS';
  readonly origin?: string;
}

const QUESTIONS: readonly Question[] = Object.values(ORIGINS).flatMap(origin => [
  { method: 'GET', origin },
  { method: 'OPTIONS', origin },
]);

/**
 * Sends a request without an origin to find out what answers, and then one with each origin. An
 * origin may read an answer only if the policy of the actual location allows it. An enforced
 * location must not answer another origin.
 *
 * @param isPlain whether a client would write the target in this form. The policy must then be
 * exactly that of the location
 */
export async function judge(port: number, target: string, isPlain = false): Promise<Verdict> {
  const [plain] = await ask(port, target, [{ method: 'GET' }]);
  const thing = plain && answeredBy(plain.body);
  if (thing === undefined) return { thing, faults: [] };
  const answers = await ask(port, target, QUESTIONS);
  const faults = answers.flatMap((answer, index) => faultsOf(thing, QUESTIONS[index], answer, isPlain));
  if (answers.length < QUESTIONS.length) faults.push(`${answers.length} answers`);
  return { thing, faults };
}

function faultsOf(
  { place }: Thing,
  { method, origin = '' }: Question = { method: 'GET' },
  answer: RawResponse,
  isPlain: boolean,
): string[] {
  const [allowed] = valuesOf(answer.headers, 'access-control-allow-origin');
  const mayRead = ALLOWED[place].includes(origin);
  const faults: string[] = [];
  if (allowed !== undefined && (allowed !== origin || !mayRead)) faults.push(`${method}: ${origin} may read`);
  if (method === 'GET' && ENFORCED.includes(place) && !mayRead && answeredBy(answer.body) !== undefined)
    faults.push(`${method}: ${origin} is answered`);
  const expected = mayRead && place !== 'own' ? origin : undefined;
  if (isPlain && allowed !== expected) faults.push(`${method}: ${origin} gets ${String(allowed)}`);
  return faults;
}

async function ask(port: number, target: string, questions: readonly Question[]): Promise<RawResponse[]> {
  const pieces = [Buffer.from(questions.map(question => requestOf(target, question)).join(''), 'latin1')];
  const methods = questions.map(({ method }) => method);
  const complete = (text: string, ended: boolean): RawResponse[] => readResponses(text, methods, ended);
  const { text, ended } = await exchange(port, {
    pieces,
    pause: 0,
    ending: 'await',
    isComplete: (text, ended) => complete(text, ended).length === questions.length,
  });
  return complete(text, ended);
}

function requestOf(target: string, { method, origin }: Question): string {
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: 127.0.0.1'];
  if (origin !== undefined) lines.push(`Origin: ${origin}`);
  if (method === 'OPTIONS') lines.push('Access-Control-Request-Method: GET');
  return `${lines.join('\r\n')}\r\n\r\n`;
}
