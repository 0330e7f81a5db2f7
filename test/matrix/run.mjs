// Installs the packed package into fresh applications of every kind, and runs them:
// `npm run test:matrix`. `--quick` runs a few cells, with each value of each axis. Further words
// select the cells whose names contain all of them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCell } from './cell-run.mjs';
import { CELLS, QUICK_CELLS } from './cells.mjs';
import { install, packInto, versionOf } from './installation.mjs';
import { commandOf, installRuntimes } from './runtimes.mjs';

const options = process.argv.slice(2).filter(word => word.startsWith('--'));
const words = process.argv.slice(2).filter(word => !word.startsWith('--'));
const reportFile = options.find(option => option.startsWith('--report='))?.slice('--report='.length);
const all = options.includes('--quick') ? QUICK_CELLS : CELLS;
const cells = all.filter(({ name }) => words.every(word => name.split(' ').includes(word)));
const folder = mkdtempSync(join(tmpdir(), 'nestjs-cors-policy-matrix-'));
const total = { passed: 0, failed: 0, skipped: 0 };

try {
  const tarball = await packInto(folder);
  // Cells with further packages have their own installation. If it fails, the other cells run.
  const homes = groupBy(cells, cell => `${cell.nest} ${cell.needs ?? ''} ${cell.with ?? ''}`);
  const runtimes = [...new Set(cells.flatMap(({ runtime = [] }) => runtime))];
  const installingRuntimes = runtimes.length === 0 ? undefined : installRuntimes(runtimes);
  const waiting = [...homes.values()].map(async own => {
    const [{ nest, needs, with: others = [] }] = own;
    const version = needs === undefined ? undefined : await versionOf(needs);
    if (needs !== undefined && version === undefined) {
      for (const cell of own) skip(cell, needs);
      return;
    }
    const dependencies = {
      ...(needs === undefined ? {} : { [needs]: version }),
      ...Object.fromEntries(others.map(name => [name, `^${nest}.0.0`])),
    };
    const installed = await install(nest, { folder, tarball, others: dependencies });
    const needsRuntimes = own.some(({ runtime }) => runtime !== undefined);
    const { ok, output } = installed.ok && needsRuntimes ? await installingRuntimes : installed;
    if (!ok) {
      for (const cell of own) tell(cell, { ok, output: `npm install:\n${output}`, seconds: 0 });
      return;
    }
    for (const cell of own) {
      if (cell.runtime !== undefined && commandOf(cell.runtime) === undefined) skipRuntime(cell);
      else tell(cell, await timed(() => runCell(cell, installed.home)));
    }
  });
  await Promise.all(waiting);
} finally {
  if (!options.includes('--keep')) rmSync(folder, { recursive: true, force: true });
  else console.log(folder);
}

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
// As Jest reports, for test/runner/run.mjs.
if (reportFile !== undefined)
  writeFileSync(
    reportFile,
    JSON.stringify({
      numPassedTests: total.passed,
      numFailedTests: total.failed,
      numPendingTests: total.skipped,
      testResults: [],
    }),
  );
process.exitCode = total.failed > 0 || total.passed + total.skipped === 0 ? 1 : 0;

async function timed(work) {
  const start = performance.now();
  return { ...(await work()), seconds: (performance.now() - start) / 1000 };
}

function skip({ name }, needs) {
  total.skipped += 1;
  console.log(`skipped ${name}`);
  // As the runner shows what is missing: without the scope, which its notices do not have.
  console.log(
    `No ${needs.split('/').at(-1)} found: the registry has no ${needs} yet, and this cell needs it.`,
  );
}

/** With `CI` set, all runtimes have to be there. */
function skipRuntime({ name, runtime }) {
  const isFailure = (process.env.CI ?? '') !== '';
  total[isFailure ? 'failed' : 'skipped'] += 1;
  console.log(`${isFailure ? 'FAILED ' : 'skipped'} ${name}`);
  console.log(`No ${runtime.replace('.', '-')} found: npm has no program of it for this machine.`);
}

function tell({ name }, { ok, output, seconds, cases = '' }) {
  total[ok ? 'passed' : 'failed'] += 1;
  const line = `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(36)} ${seconds.toFixed(1).padStart(6)} s`;
  console.log(ok && cases !== '' ? `${line}   ${cases}` : line);
  if (!ok) console.log(output.replaceAll(/^/gm, '       '));
}

// Map.groupBy() came with Node 21.
function groupBy(values, keyOf) {
  const groups = new Map();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}
