import type { ServerResponse } from 'node:http';
import type { ActualAnswer } from '../../policy/index.js';
import { ALLOW_CREDENTIALS, ALLOW_ORIGIN, EXPOSE_HEADERS, VARY } from '../response-headers.js';
import type { WriteHeadArguments } from '../given-headers.js';

/**
 * The headers of most responses, in the list that Node's `writeHead` takes: where Fastify gives it an object with all the headers that there
 * will be, and none of these could meet one of an answer's. A list is what Node has the least to do with.
 *
 * @returns nothing where the way is longer
 */
export function headList(
  args: WriteHeadArguments,
  response: ServerResponse,
  { allowOrigin, allowCredentials, exposeHeaders }: ActualAnswer,
  variesByOrigin: boolean,
): readonly unknown[] | undefined {
  if (allowOrigin === undefined && !variesByOrigin) return undefined;
  const given = args[1];
  if (args.length !== 2 || typeof given !== 'object' || given === null || Array.isArray(given))
    return undefined;
  if (response.getHeaderNames().length > 0) return undefined;
  const list: unknown[] = [];
  for (const name in given) {
    if (hasLengthOfOurs(name) || !Object.hasOwn(given, name)) return undefined;
    list.push(name, (given as Record<string, unknown>)[name]);
  }
  if (allowOrigin !== undefined) {
    list.push(ALLOW_ORIGIN, allowOrigin);
    if (allowCredentials) list.push(ALLOW_CREDENTIALS, 'true');
    if (exposeHeaders !== undefined) list.push(EXPOSE_HEADERS, exposeHeaders);
  }
  if (variesByOrigin) list.push(VARY, 'Origin');
  return list;
}

function hasLengthOfOurs({ length }: string): boolean {
  return (
    length === VARY.length ||
    length === ALLOW_ORIGIN.length ||
    length === ALLOW_CREDENTIALS.length ||
    length === EXPOSE_HEADERS.length
  );
}
