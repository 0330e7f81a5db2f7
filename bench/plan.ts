// The amount of measurements of each part. A whole run must end within 35 minutes, a quick run
// within two.
import type { BenchArguments } from './arguments.js';
import type { Platform } from './server/bench-application.js';
import type { Amount, Contender, ServerPart, ServerScenario } from './server/server-bench.js';
import type { StartupPlan } from './startup/startup-bench.js';

type ServerPartName = 'server' | 'logger' | 'dynamic' | 'memory';
export const SERVER_PARTS: readonly ServerPartName[] = ['server', 'logger', 'dynamic', 'memory'];

const BESIDE_NONE: readonly Contender[] = ['none', 'control', 'constant', 'enableCors', 'module'];
const BESIDE_ENABLE_CORS: readonly Contender[] = ['enableCors', 'control', 'module'];
const DYNAMIC: readonly Contender[] = [
  'enableCors, function',
  'control',
  'predicate',
  'resolver',
  'cachedOrigins',
];
const PREFLIGHT: readonly Contender[] = ['enableCors', 'module'];

export function serverPart(name: ServerPartName, { quick, routes }: BenchArguments): ServerPart {
  const part = quick ? QUICK_PARTS[name] : WHOLE_PARTS[name];
  return { name, ...part, routes: routes ?? part.routes };
}

const WHOLE_PARTS: Readonly<Record<ServerPartName, Omit<ServerPart, 'name'>>> = {
  server: {
    load: 'sockets',
    logger: false,
    routes: [60, 2_000],
    baseline: 'none',
    scenarios: new Map<ServerScenario, readonly Contender[]>([
      ['actual, no Origin', BESIDE_NONE],
      ['actual, Origin', BESIDE_NONE],
      ['preflight, allowed', PREFLIGHT],
      ['preflight, refused', PREFLIGHT],
    ]),
  },
  logger: {
    load: 'sockets',
    logger: true,
    routes: [60],
    baseline: 'enableCors',
    scenarios: new Map<ServerScenario, readonly Contender[]>([
      ['actual, no Origin', BESIDE_ENABLE_CORS],
      ['actual, Origin', BESIDE_ENABLE_CORS],
      ['preflight, allowed', PREFLIGHT],
      ['preflight, refused', PREFLIGHT],
    ]),
  },
  dynamic: {
    load: 'sockets',
    logger: false,
    routes: [60],
    baseline: 'enableCors, function',
    scenarios: new Map<ServerScenario, readonly Contender[]>([
      ['actual, Origin', DYNAMIC],
      ['preflight, allowed', DYNAMIC.filter(contender => contender !== 'control')],
    ]),
  },
  memory: {
    load: 'memory',
    logger: false,
    routes: [60],
    baseline: 'none',
    scenarios: new Map<ServerScenario, readonly Contender[]>([
      ['actual, no Origin', [...BESIDE_NONE, 'interceptor']],
      ['actual, Origin', [...BESIDE_NONE, 'interceptor']],
      ['preflight, allowed', PREFLIGHT],
      ['preflight, refused', PREFLIGHT],
    ]),
  },
};

const QUICK_PARTS: typeof WHOLE_PARTS = {
  ...WHOLE_PARTS,
  server: {
    ...WHOLE_PARTS.server,
    routes: [60],
    scenarios: new Map<ServerScenario, readonly Contender[]>([
      ['actual, Origin', BESIDE_NONE],
      ['preflight, allowed', PREFLIGHT],
    ]),
  },
};

/** A quick run ends in time even on a slow machine. */
export const QUICK_ROUND_SECONDS = 3;

const QUICK_AMOUNTS: Readonly<Record<Platform, Amount>> = {
  express: { starts: 2, warmUp: 5_000, rounds: 8, turns: 1, requests: 600 },
  fastify: { starts: 2, warmUp: 12_000, rounds: 8, turns: 1, requests: 800 },
};

export function serverAmount(
  part: ServerPart,
  { platform, routes }: { readonly platform: Platform; readonly routes: number },
  { quick, scale }: BenchArguments,
): Amount {
  const amount = quick ? QUICK_AMOUNTS[platform] : WHOLE_AMOUNTS[part.load](platform, routes);
  return scaled(part.name === 'server' || quick ? amount : { ...amount, starts: amount.starts - 1 }, scale);
}

const WHOLE_AMOUNTS: Readonly<Record<ServerPart['load'], (platform: Platform, routes: number) => Amount>> = {
  sockets(platform, routes) {
    if (platform === 'fastify')
      return { starts: routes > 1_000 ? 3 : 6, warmUp: 16_000, rounds: 10, turns: 3, requests: 800 };
    // Many objects that Express creates per request are freed only by a full collection. A round
    // must be long enough to include one.
    // Without an index, a request takes longer with more routes.
    return routes > 1_000
      ? { starts: 3, warmUp: 2_000, rounds: 4, turns: 2, requests: 600 }
      : { starts: 6, warmUp: 9_000, rounds: 3, turns: 10, requests: 600 };
  },
  memory: platform =>
    platform === 'fastify'
      ? { starts: 4, warmUp: 30_000, rounds: 10, turns: 1, requests: 3_000 }
      : { starts: 4, warmUp: 8_000, rounds: 3, turns: 10, requests: 600 },
};

/**
 * Reduces the number of starts first. At least two rounds of the last start remain, so that there
 * are quartiles.
 */
function scaled(amount: Amount, scale: number): Amount {
  const starts = Math.max(1, Math.round(amount.starts * scale));
  const rounds = Math.round((amount.rounds * amount.starts * scale) / starts);
  return { ...amount, starts, rounds: Math.max(2, Math.min(amount.rounds, rounds)) };
}

export function startupPlans({ quick, routes, scale }: BenchArguments): readonly StartupPlan[] {
  const plans: readonly StartupPlan[] = [
    quick
      ? { routes: 60, variants: ['none', 'control', 'module'], rounds: 6 }
      : { routes: 60, variants: ['none', 'control', 'enableCors', 'module'], rounds: 40 },
    ...(quick ? [] : [{ routes: 2_000, variants: ['none', 'control', 'module'] as const, rounds: 18 }]),
  ];
  const planOf = (count: number): StartupPlan | undefined =>
    plans.find(plan => plan.routes === count) ?? plans.map(plan => ({ ...plan, routes: count })).at(-1);
  return (routes?.map(planOf).filter(plan => plan !== undefined) ?? plans).map(plan => ({
    ...plan,
    rounds: Math.max(2, Math.round(plan.rounds * scale)),
  }));
}
