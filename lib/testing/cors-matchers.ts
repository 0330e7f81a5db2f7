import type { CorsResult } from '../browser/index.js';
import { drawFlow } from './flow-drawing.js';

/** The result of a matcher, for Jest and Vitest. */
interface Verdict {
  readonly pass: boolean;
  message(): string;
}

declare global {
  namespace jest {
    // @types/jest declares its assertions in this interface, and Vitest merges it into its own.
    interface Matchers<R, T> {
      /** Whether the script of a page could read the response. */
      toBeReadable(): T extends never ? never : R;
      /**
       * Whether a browser withheld the response or never sent the request. The reason must contain
       * or match the argument.
       */
      toBeBlocked(reason?: string | RegExp): T extends never ? never : R;
    }
  }
}

/**
 * Matchers for Jest and Vitest. If a matcher fails, its message draws the flow step by step.
 *
 * @example
 * ```ts
 * expect.extend(corsMatchers);
 * expect(await page.fetch('/cats')).toBeReadable();
 * expect(await stranger.fetch('/cats')).toBeBlocked(/No 'Access-Control-Allow-Origin'/);
 * ```
 * @publicApi
 */
export const corsMatchers = {
  toBeReadable(result: unknown): Verdict {
    if (!isCorsResult(result)) return notAResult('toBeReadable');
    return verdict(result.outcome === 'readable', 'readable', result);
  },

  toBeBlocked(result: unknown, reason: string | RegExp = ''): Verdict {
    if (!isCorsResult(result)) return notAResult('toBeBlocked');
    const isExpected =
      typeof reason === 'string' ? result.reason.includes(reason) : reason.test(result.reason);
    const wanted = reason === '' ? 'blocked' : `blocked for ${String(reason)}`;
    return verdict(result.outcome === 'blocked' && isExpected, wanted, result);
  },
};

function verdict(pass: boolean, wanted: string, result: CorsResult): Verdict {
  return {
    pass,
    message: () =>
      `expected the response ${pass ? 'not ' : ''}to be ${wanted}, but it is ${result.outcome}\n\n${drawFlow(result)}`,
  };
}

function notAResult(matcher: string): Verdict {
  return {
    pass: false,
    message: () => `${matcher}() is for what page.fetch() resolves to: has it been awaited?`,
  };
}

function isCorsResult(value: unknown): value is CorsResult {
  return typeof value === 'object' && value !== null && 'outcome' in value && 'exchanges' in value;
}
