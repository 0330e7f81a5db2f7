// npm run bench: everything, side by side with the peers, to the terminal and to bench/results/.
// npm run bench:quick: a part of it within two minutes, which fails where a bar is missed by more than the noise.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { measureDecisions } from './decision/decision-bench.js';
import { measureRequestCost } from './growth/request-cost-bench.js';
import { measureStartup } from './growth/startup-bench.js';
import { DECISION_BARS, type Figures, barsOf, isMissed } from './report/bars.js';
import { reportOf } from './report/tables.js';
import { PLATFORMS, type Platform, type Variant } from './server/bench-application.js';
import { type Amount, type ServerScenario, measureServers } from './server/server-bench.js';

const quick = process.argv.includes('--quick');
const started = performance.now();

function progress(text: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stderr.write(`${seconds.padStart(5)} s  ${text}\n`);
}

/** What is compared in each. */
const SCENARIOS = new Map<ServerScenario, readonly Variant[]>([
  ['actual, no Origin', ['none', 'control', 'constant', 'enableCors', 'module', 'interceptor']],
  ['actual, Origin', ['none', 'control', 'constant', 'enableCors', 'module', 'interceptor']],
  ['preflight, allowed', ['enableCors', 'module']],
  ['preflight, refused', ['enableCors', 'module']],
]);
const QUICK_SCENARIOS = new Map<ServerScenario, readonly Variant[]>([
  ['actual, Origin', ['none', 'control', 'constant', 'enableCors', 'module']],
  ['preflight, allowed', ['enableCors', 'module']],
]);

const QUICK_AMOUNTS: Readonly<Record<Platform, Amount>> = {
  express: { starts: 2, warmUp: 5_000, rounds: 10, turns: 1, requests: 600 },
  fastify: { starts: 2, warmUp: 12_000, rounds: 10, turns: 1, requests: 800 },
};

function amountOf({ platform, routes }: { readonly platform: Platform; readonly routes: number }): Amount {
  if (quick) return QUICK_AMOUNTS[platform];
  if (platform === 'fastify') return { starts: 6, warmUp: 16_000, rounds: 10, turns: 3, requests: 800 };
  // Much of what Express makes for a request is collected with the old objects only: a round is as long as it takes until then.
  // Without an index, it takes longer the more routes it has.
  return routes > 1000
    ? { starts: 4, warmUp: 2_000, rounds: 4, turns: 2, requests: 600 }
    : { starts: 6, warmUp: 9_000, rounds: 3, turns: 10, requests: 600 };
}

const servers = await measureServers({
  load: 'sockets',
  platforms: PLATFORMS,
  routes: quick ? [60] : [60, 2000],
  scenarios: quick ? QUICK_SCENARIOS : SCENARIOS,
  ...(quick ? { roundSeconds: 3 } : {}),
  amountOf,
  onProgress: progress,
});
const inMemory = quick
  ? []
  : await measureServers({
      load: 'memory',
      platforms: PLATFORMS,
      routes: [60],
      scenarios: SCENARIOS,
      amountOf: ({ platform }) =>
        platform === 'fastify'
          ? { starts: 4, warmUp: 30_000, rounds: 10, turns: 1, requests: 3_000 }
          : { starts: 4, warmUp: 8_000, rounds: 3, turns: 10, requests: 600 },
      onProgress: progress,
    });
progress('decision alone');
const decisions = await measureDecisions(quick ? { rounds: 3, ...DECISION_BARS } : { rounds: 9 });
progress('growth: request cost');
const growth = await measureRequestCost({
  routes: quick ? [10, 10_000] : [10, 1_000, 10_000],
  origins: quick ? [1, 100_000] : [1, 100, 10_000, 100_000],
  rounds: quick ? 6 : 15,
});
progress('growth: start-up');
const startup = await measureStartup(PLATFORMS, quick ? [1_000] : [10, 1_000, 10_000], quick ? 3 : 9);

const figures: Figures = { servers, inMemory, decisions, growth, startup };
const bars = barsOf(figures);
const about = `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, medians with quartiles.`;
const report = `# Measured ${new Date().toISOString().slice(0, 10)}\n\n${about}\n${reportOf(figures, bars)}`;
console.log(report);

if (!quick) {
  const results = new URL('../results/', import.meta.url);
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL('latest.md', results), report);
  writeFileSync(new URL('latest.json', results), JSON.stringify({ about, bars, figures }, null, 2));
}
const missed = bars.filter(isMissed);
if (missed.length > 0) {
  console.error(
    `${missed.length} of ${bars.length} bars were missed: ${missed.map(({ what }) => what).join('; ')}`,
  );
  process.exitCode = 1;
}
