import {
  type CompiledPolicy,
  type CorsPolicyOptions,
  type PreflightAnswer,
  USUAL_METHODS,
  answerPreflight,
} from '../../lib/policy/index.js';
import { compiled } from './policies.js';

export const ORIGIN = 'https://app.example.com';

/** A preflight of an allowed origin for GET, where nothing else is said. */
export interface Preflight {
  readonly origin?: string;
  readonly originAllowed?: boolean;
  readonly method?: string;
  readonly headers?: string;
  /** The methods of the path that the same policies answer. */
  readonly routes?: readonly string[];
  readonly debug?: boolean;
}

/** The answers of candidates with these options. By default, all of them allow {@link ORIGIN}. */
export function answerOf(
  candidates: readonly CorsPolicyOptions[],
  preflight: Preflight = {},
): PreflightAnswer {
  return answerWith(
    candidates.map(options => compiled({ origin: ORIGIN, ...options })),
    preflight,
  );
}

export function answerWith(policies: readonly CompiledPolicy[], preflight: Preflight): PreflightAnswer {
  const { origin = ORIGIN, method = 'GET', headers, routes = USUAL_METHODS, debug = false } = preflight;
  const { originAllowed = policies.every(policy => policy.origin.verdict(origin) === 'allowed') } = preflight;
  return answerPreflight({ policies, methods: routes }, { origin, method, headers }, originAllowed, debug);
}

/** The headers of an answer as one line each, in their order. */
export function linesOf({ headers }: PreflightAnswer): string[] {
  return headers.map(([name, value]) => `${name}: ${value}`);
}
