// npm run bench: all parts, compared with the peers. Prints to the terminal and writes to
// bench/results/.
// npm run bench:quick: some parts within two minutes. Fails if a bar is missed by more than the
// noise.
// npm run bench -- --only=startup --platform=express: only the named parts. See
// docs/performance.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { benchArguments } from './arguments.js';
import { measureDecisions } from './decision/decision-bench.js';
import { measureRequestCost } from './growth/request-cost-bench.js';
import { QUICK_ROUND_SECONDS, SERVER_PARTS, serverAmount, serverPart, startupPlans } from './plan.js';
import { type Bar, DECISION_BARS, type Figures, barsOf } from './report/bars.js';
import { reportOf } from './report/tables.js';
import { type ServerFigure, measureServers } from './server/server-bench.js';
import { measureStartup } from './startup/startup-bench.js';

const run = benchArguments(process.argv.slice(2));
const { quick, parts, platforms } = run;
const started = performance.now();

function progress(text: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stderr.write(`${seconds.padStart(5)} s  ${text}\n`);
}

const servers: ServerFigure[] = [];
for (const name of SERVER_PARTS) {
  if (!parts.includes(name)) continue;
  const part = serverPart(name, run);
  const figures = await measureServers(part, {
    platforms,
    ...(quick ? { roundSeconds: QUICK_ROUND_SECONDS } : {}),
    amountOf: about => serverAmount(part, about, run),
    onProgress: progress,
  });
  servers.push(...figures);
}
const startup = parts.includes('startup')
  ? await measureStartup({ platforms, plans: startupPlans(run), onProgress: progress })
  : [];
const decisions = parts.includes('decision') ? await decisionFigures() : [];
const growth = parts.includes('growth') ? await growthFigures() : [];

const figures: Figures = { servers, startup, decisions, growth };
const bars = barsOf(figures);
const about = `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, medians with quartiles.`;
const report = `# Measured ${new Date().toISOString().slice(0, 10)}\n\n${about}\n${reportOf(figures, bars)}`;
console.log(report);
progress('done');

// Only the results of a whole run are saved.
if (run.whole) {
  const results = new URL('../../results/', import.meta.url);
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL('latest.md', results), report);
  writeFileSync(new URL('latest.json', results), JSON.stringify({ about, bars, figures }, null, 2));
}
failWhereMissed(bars.filter(({ met }) => !met));

function decisionFigures() {
  progress('decision alone');
  return measureDecisions(quick ? { rounds: 3, ...DECISION_BARS } : { rounds: 9 });
}

function growthFigures() {
  progress('growth: request cost');
  return measureRequestCost({
    routes: quick ? [10, 10_000] : [10, 1_000, 10_000],
    origins: quick ? [1, 100_000] : [1, 100, 10_000, 100_000],
    keys: quick ? [1, 1_000] : [1, 100, 1_000],
    rounds: quick ? 6 : 15,
  });
}

function failWhereMissed(missed: readonly Bar[]): void {
  if (missed.length === 0) return;
  console.error(
    `${missed.length} of ${bars.length} bars were missed: ${missed.map(({ what }) => what).join('; ')}`,
  );
  process.exitCode = 1;
}
