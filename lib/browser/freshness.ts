import type { FetchResponse } from './fetch-response.js';

/** The freshness of a response without freshness information. */
export interface Heuristics {
  /** The share of the time since `Last-Modified`. 0: the response is never fresh. */
  readonly sinceLastModified: number;
  /** The statuses to which this applies. */
  readonly modified: readonly number[];
  /** Whether `Cache-Control: public` makes it apply to all statuses. */
  readonly publicly: boolean;
  /** The statuses that are always fresh. */
  readonly everlasting: readonly number[];
}

/** The behaviour of the engines. */
export const USUAL_HEURISTICS: Heuristics = {
  sinceLastModified: 0.1,
  modified: [200, 203, 206],
  publicly: false,
  everlasting: [300, 301, 308, 410],
};

/**
 * How long a cache may use a response without revalidation, in milliseconds.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-4.2.1
 */
export function freshnessLifetime(
  { status, headers }: FetchResponse,
  heuristics: Heuristics,
  now: number,
): number {
  const directives = cacheDirectives(headers);
  if (/\bno-cache\b/.test(directives)) return 0;
  const maxAge = /\bmax-age=([0-9]+)/.exec(directives)?.[1];
  if (maxAge !== undefined) return Number(maxAge) * 1000;
  const answered = dateOf(headers.get('Date')) ?? now;
  const expires = headers.get('Expires');
  if (expires !== undefined) return Math.max((dateOf(expires) ?? 0) - answered, 0);
  if (heuristics.everlasting.includes(status)) return Infinity;
  const modified = dateOf(headers.get('Last-Modified'));
  const mayGuess =
    heuristics.modified.includes(status) || (heuristics.publicly && /\bpublic\b/.test(directives));
  return mayGuess && modified !== undefined && !/\bmust-revalidate\b/.test(directives)
    ? Math.max(answered - modified, 0) * heuristics.sinceLastModified
    : 0;
}

export function cacheDirectives(headers: FetchResponse['headers']): string {
  return (headers.get('Cache-Control') ?? '').toLowerCase();
}

function dateOf(value: string | undefined): number | undefined {
  const date = Date.parse(value ?? '');
  return Number.isNaN(date) ? undefined : date;
}
