import { parseArgs } from 'node:util';
import { PLATFORMS, type Platform } from './server/bench-application.js';

export const PARTS = ['server', 'logger', 'dynamic', 'startup', 'decision', 'growth', 'memory'] as const;
export type Part = (typeof PARTS)[number];

/** The parts and rows of one run. */
export interface BenchArguments {
  /** Runs for at most two minutes. */
  readonly quick: boolean;
  readonly parts: readonly Part[];
  readonly platforms: readonly Platform[];
  /** Absent: each part uses its own numbers of routes. */
  readonly routes: readonly number[] | undefined;
  /** A factor for the numbers of starts and rounds. */
  readonly scale: number;
  /**
   * Whether the run measures everything that belongs to a whole run. Only then are the results
   * saved.
   */
  readonly whole: boolean;
}

const USAGE = `Options:
  --only=${PARTS.join(',')}
  --platform=${PLATFORMS.join(',')}
  --routes=60,2000    of the servers and of the start-up
  --scale=0.5         of the starts and rounds
  --quick             a part of everything, within two minutes`;

/** The part without sockets has no bars, so it runs only if it is named. */
const WHOLE_RUN: readonly Part[] = PARTS.filter(part => part !== 'memory');
const QUICK_RUN: readonly Part[] = WHOLE_RUN.filter(part => part !== 'logger' && part !== 'dynamic');

/** @throws {TypeError} with the list of options */
export function benchArguments(args: readonly string[]): BenchArguments {
  const { only, platform, routes, scale, quick } = parsed(args);
  return {
    quick,
    parts: only === undefined ? (quick ? QUICK_RUN : WHOLE_RUN) : chosen(only, PARTS),
    platforms: platform === undefined ? PLATFORMS : chosen(platform, PLATFORMS),
    routes: routes?.split(',').map(positive),
    scale: scale === undefined ? 1 : positive(scale),
    whole: !quick && [only, platform, routes, scale].every(value => value === undefined),
  };
}

function parsed(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        platform: { type: 'string' },
        routes: { type: 'string' },
        scale: { type: 'string' },
        quick: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

function chosen<T extends string>(list: string, known: readonly T[]): readonly T[] {
  return list.split(',').map(name => {
    const found = known.find(each => each === name);
    if (found === undefined) throw usageError(`There is no '${name}'.`);
    return found;
  });
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw usageError(`'${text}' is no positive number.`);
  return value;
}

function usageError(problem: string): TypeError {
  return new TypeError(`${problem}\n${USAGE}`);
}
