import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Spread, ratios, spread } from '../report/statistics.js';
import {
  type BenchApplication,
  type Platform,
  type Variant,
  needsLibrary,
} from '../server/bench-application.js';
import type { StartupCost } from './measured-start.js';

/** The started variants. `control` is a second `none`, which shows the noise of the measurement. */
export type StartedVariant = Extract<Variant, 'none' | 'enableCors' | 'module'> | 'control';

/** The cost of the start of one variant, as a whole process. */
export interface StartupFigure {
  readonly platform: Platform;
  readonly routes: number;
  readonly variant: StartedVariant;
  /** Processor time until the server listens, in milliseconds. */
  readonly listening: Spread;
  /** Processor time until the first preflight was answered, in milliseconds. */
  readonly answering: Spread;
  readonly wall: Spread;
  /** The median of `listening`, divided by that of `none`. */
  readonly ratioOfMedians: number;
  /** `listening` relative to that of `none`, round by round. */
  readonly againstNone: Spread;
  /**
   * The difference between `listening` and that of `none`, round by round, in microseconds per
   * route.
   */
  readonly addedPerRoute: Spread;
}

/** The variants and their number of starts. */
export interface StartupPlan {
  readonly routes: number;
  readonly variants: readonly StartedVariant[];
  readonly rounds: number;
}

export interface StartupBenchOptions {
  readonly platforms: readonly Platform[];
  readonly plans: readonly StartupPlan[];
  readonly onProgress: (text: string) => void;
}

const run = promisify(execFile);

/** Starts all variants in each round, one process after another. */
export async function measureStartup(options: StartupBenchOptions): Promise<StartupFigure[]> {
  const figures: StartupFigure[] = [];
  for (const platform of options.platforms) {
    for (const plan of options.plans) {
      options.onProgress(`start-up, ${platform}, ${plan.routes} routes: ${plan.rounds} rounds`);
      figures.push(...figuresOf(await costsOf(platform, plan), { platform, routes: plan.routes }));
    }
  }
  return figures;
}

type Costs = ReadonlyMap<StartedVariant, readonly StartupCost[]>;

async function costsOf(platform: Platform, { routes, variants, rounds }: StartupPlan): Promise<Costs> {
  const costs = new Map<StartedVariant, StartupCost[]>(variants.map(variant => [variant, []]));
  for (const variant of new Set(variants)) {
    // Not counted: the first start reads the files from the disk.
    await startupCost({ platform, routes, variant });
  }
  for (let round = 0; round < rounds; round++) {
    for (const variant of inTurn(variants, round)) {
      costs.get(variant)?.push(await startupCost({ platform, routes, variant }));
    }
  }
  return costs;
}

/**
 * Each variant is first in some rounds and last in others, and each variant follows each other
 * variant.
 */
function inTurn(variants: readonly StartedVariant[], round: number): readonly StartedVariant[] {
  const first = round % variants.length;
  const turned = [...variants.slice(first), ...variants.slice(0, first)];
  return Math.floor(round / variants.length) % 2 === 0 ? turned : turned.reverse();
}

function figuresOf(costs: Costs, about: Pick<StartupFigure, 'platform' | 'routes'>): StartupFigure[] {
  const none = (costs.get('none') ?? []).map(({ listening }) => listening);
  return [...costs].map(([variant, rounds]) => {
    const listening = rounds.map(cost => cost.listening);
    return {
      ...about,
      variant,
      listening: spread(listening),
      answering: spread(rounds.map(({ answering }) => answering)),
      wall: spread(rounds.map(({ wall }) => wall)),
      ratioOfMedians: spread(listening).median / spread(none).median,
      againstNone: spread(ratios(listening, none)),
      addedPerRoute: spread(
        listening.map((value, round) => ((value - (none[round] ?? Number.NaN)) * 1000) / about.routes),
      ),
    };
  });
}

async function startupCost({
  variant,
  ...about
}: Pick<BenchApplication, 'platform' | 'routes'> & {
  readonly variant: StartedVariant;
}): Promise<StartupCost> {
  const application: BenchApplication = {
    ...about,
    variant: variant === 'control' ? 'none' : variant,
    logger: false,
  };
  const library = needsLibrary(application.variant) ? '-with-library' : '';
  const script = new URL(`processes/${about.platform}${library}.js`, import.meta.url);
  const { stdout } = await run(process.execPath, [fileURLToPath(script), JSON.stringify(application)]);
  return JSON.parse(stdout) as StartupCost;
}
