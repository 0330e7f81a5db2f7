import type { IncomingHttpHeaders } from 'node:http';
import { type Origins, fill } from './origins.js';
import type { Scenario, ScenarioExpectation } from './scenario.js';

/** The facts that a page's script could see about one request. */
export interface Seen {
  readonly readable: boolean;
  readonly status?: number;
  readonly type?: string;
  readonly visible?: readonly string[];
  readonly loaded?: boolean;
  readonly body?: string;
  readonly error?: string;
}

/** The requests that a server received, and its answers. */
export interface Recorded {
  readonly kind: 'preflight' | 'actual';
  readonly hop: string;
  readonly method: string;
  readonly request: IncomingHttpHeaders;
  readonly response: Readonly<Record<string, string>>;
}

type Comparable = string | number | boolean | null | undefined;

/**
 * The differences of a step from the expectation, in the format of the file: `step2: preflights 1
 * != 0`.
 */
export function differences(
  { id }: Scenario,
  at: number,
  expected: ScenarioExpectation,
  seen: Seen,
  recorded: readonly Recorded[],
  origins: Origins,
): string[] {
  const preflights = recorded.filter(({ kind }) => kind === 'preflight');
  const actuals = recorded.filter(({ kind }) => kind === 'actual');
  const asked = preflights.at(-1)?.request;
  const last = actuals.at(-1);
  const hop = (name: string) => actuals.find(actual => actual.hop === name);
  const cookie = last?.request.cookie ?? '';
  const wanted = (value: string | null | undefined) =>
    typeof value === 'string' ? fill(value, origins) : value;
  const found: string[] = [];
  const compare = (name: string, got: Comparable, want: Comparable) => {
    if (want !== undefined && (got ?? null) !== want)
      found.push(`step${at + 1}: ${name} ${String(got)} != ${String(want)}`);
  };

  compare('preflights', preflights.length, expected.preflights);
  compare('actuals', actuals.length, expected.actuals);
  compare('readable', seen.readable, expected.readable);
  compare('status', seen.status, expected.status);
  compare('type', seen.type, expected.type);
  compare('loaded', seen.loaded, expected.loaded);
  for (const { request, hop: name } of recorded)
    if (name === 'a') compare('origin', request.origin, wanted(expected.origin));
  if (asked !== undefined) {
    compare('acrm', asked['access-control-request-method'], expected.acrm);
    compare('acrh', asked['access-control-request-headers'], expected.acrh);
  }
  compare('cookie', cookie.includes(`seed_${id}=`) || cookie.includes(`blocked_${id}=`), expected.cookie);
  compare('accept', last?.request.accept, expected.accept);
  for (const [name, pattern] of Object.entries(expected.sent ?? {})) {
    const value = last?.response[name] ?? '';
    compare(`sent ${name}`, new RegExp(fill(pattern, origins)).test(value) ? pattern : value, pattern);
  }
  for (const name of expected.sentNot ?? []) compare(`sent ${name}`, last?.response[name], null);
  for (const name of expected.visible ?? []) compare(`visible ${name}`, seen.visible?.includes(name), true);
  for (const name of expected.hidden ?? []) compare(`visible ${name}`, seen.visible?.includes(name), false);
  for (const [name, value] of Object.entries(expected.hopOrigin ?? {}))
    compare(`hop ${name} origin`, hop(name)?.request.origin, value);
  for (const [name, value] of Object.entries(expected.hopMethod ?? {}))
    compare(`hop ${name} method`, hop(name)?.method, value);
  for (const [name, value] of Object.entries(expected.hopAuthorization ?? {}))
    compare(`hop ${name} authorization`, hop(name)?.request.authorization !== undefined, value);
  return found;
}
