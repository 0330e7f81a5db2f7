import { BadRequestException } from '@nestjs/common';
import type { FlowQuestion } from '../messages.js';

const PARAMETERS = ['origin', 'method', 'url', 'header', 'credentials'];
const LONGEST = { origin: 400, method: 40, url: 2_048, header: 4_200 } as const;
const MOST_HEADERS = 64;

/**
 * Reads a question from a query: `origin`, `method` and `url` once each, `header` as `Name: value`
 * any number of times, `credentials` as `true` or `false`. Whether a browser would send such a
 * request is not decided here.
 *
 * @throws {BadRequestException} that names the parameter
 */
export function flowQuestion(query: URLSearchParams): FlowQuestion {
  const unknown = [...query.keys()].find(name => !PARAMETERS.includes(name));
  if (unknown !== undefined)
    throw new BadRequestException(`There is no such parameter. The parameters are ${PARAMETERS.join(', ')}.`);
  const headers = query.getAll('header');
  if (headers.length > MOST_HEADERS)
    throw new BadRequestException(`header: at most ${MOST_HEADERS} headers are accepted.`);
  const credentials = query.has('credentials') ? single(query, 'credentials', 5) : 'false';
  if (credentials !== 'true' && credentials !== 'false')
    throw new BadRequestException('credentials: write true or false.');
  return {
    origin: single(query, 'origin', LONGEST.origin),
    method: single(query, 'method', LONGEST.method),
    url: urlOf(single(query, 'url', LONGEST.url)),
    headers: headers.map(headerOf),
    credentials: credentials === 'true',
  };
}

/** Headers by name. A browser joins the values of a name that a script sets twice. */
export function combinedHeaders(headers: FlowQuestion['headers']): Record<string, string> {
  const combined = new Map<string, string>();
  for (const [name, value] of headers) {
    const before = combined.get(name);
    combined.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(combined);
}

function single(query: URLSearchParams, name: string, longest: number): string {
  const [value, ...others] = query.getAll(name);
  if (value === undefined || value === '') throw new BadRequestException(`${name}: it is missing.`);
  if (others.length > 0) throw new BadRequestException(`${name}: it is there more than once.`);
  if (value.length > longest)
    throw new BadRequestException(`${name}: at most ${longest} characters are accepted.`);
  return value;
}

function urlOf(url: string): string {
  if (url.startsWith('/') || /^(?:http|ws)s?:\/\//i.test(url)) return url;
  throw new BadRequestException(
    'url: write a path that begins with /, or a whole URL with http, https, ws or wss.',
  );
}

function headerOf(line: string): readonly [string, string] {
  const at = line.indexOf(':');
  if (at < 1) throw new BadRequestException('header: write Name: value.');
  if (line.length > LONGEST.header)
    throw new BadRequestException(`header: at most ${LONGEST.header} characters are accepted.`);
  return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}
