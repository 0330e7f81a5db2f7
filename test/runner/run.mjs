// Runs every check of the project, three at a time, and prints a short summary. The output of a
// check is shown if it fails. `node test/runner/run.mjs lint unit` runs only these.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePageFiles } from '../../lib/explorer/build-page.mjs';

// The compiler needs the generated file that the explorer imports, and it is not committed.
ensurePageFiles();

/**
 * How many checks run at the same time. It is one more than the processors of a small machine,
 * because some checks wait for browsers and timers.
 */
const LANES = 3;

const results = mkdtempSync(join(tmpdir(), 'nestjs-cors-policy-'));
const bin = name => join('node_modules', '.bin', name);
const jest = (name, pattern, ...options) => ({
  name,
  command: process.execPath,
  args: [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--testMatch',
    pattern,
    '--json',
    `--outputFile=${join(results, name)}.json`,
    ...options,
  ],
  report: join(results, `${name}.json`),
});

/** Long suites are split into two parts that may run at the same time. */
const halves = (group, pattern, ...options) =>
  [1, 2].map(half => ({ ...jest(`${group}-${half}`, pattern, `--shard=${half}/2`, ...options), group }));

// In the order in which they begin. `needs`: what has to have ended before, if it runs at all.
const checks = [
  { name: 'build', command: process.execPath, args: ['packaging/build.mjs'] },
  { name: 'format', command: bin('prettier'), args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'lint', command: bin('eslint'), args: ['.'] },
  {
    name: 'prose',
    command: bin('textlint'),
    args: ['--rulesdir', 'test/prose/rules', '*.md', 'docs/*.md', 'sample/*/*.md'],
  },
  { name: 'types', command: bin('tsc'), args: ['--noEmit', '-p', '.'] },
  { name: 'page', command: bin('tsc'), args: ['--noEmit', '-p', 'lib/explorer/page'] },
  {
    name: 'matrix',
    command: process.execPath,
    args: ['test/matrix/run.mjs', '--quick', `--report=${join(results, 'matrix.json')}`],
    report: join(results, 'matrix.json'),
    needs: 'build',
  },
  ...halves('e2e', '<rootDir>/{test,sample}/**/*.e2e-spec.ts').map(half => ({ ...half, needs: 'build' })),
  ...halves(
    'browser',
    '<rootDir>/test/{browser,conformance,explorer,sockets}/**/*.browser-spec.ts',
    '--runInBand',
  ),
  jest('unit', '<rootDir>/{lib,test/unit}/**/*.spec.ts', '--coverage', '--coverageReporters=text'),
];

function run({ command, args }) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      env: { FORCE_COLOR: '0', ...process.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = [];
    child.stdout.on('data', chunk => output.push(chunk));
    child.stderr.on('data', chunk => output.push(chunk));
    child.on('error', error => resolve({ ok: false, output: String(error) }));
    child.on('close', code => resolve({ ok: code === 0, output: Buffer.concat(output).toString() }));
  });
}

function countTests(report) {
  try {
    const {
      numPassedTests: passed,
      numFailedTests: failed,
      numPendingTests: skipped,
      testResults,
    } = JSON.parse(readFileSync(report, 'utf8'));
    // A file that does not even load has no tests to fail.
    const broken = testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    );
    return { passed, failed: failed + broken.length, skipped };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const wanted = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const summary = [];

async function perform(check) {
  const start = performance.now();
  const { ok, output } = await run(check);
  const counts =
    check.report === undefined
      ? { passed: Number(ok), failed: Number(!ok), skipped: 0 }
      : countTests(check.report);
  // A check can fail although each of its tests passed: coverage is one.
  if (!ok && counts.failed === 0) counts.failed = 1;
  for (const key of Object.keys(total)) total[key] += counts[key];
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  const line = `${ok ? 'ok    ' : 'FAILED'} ${check.name.padEnd(9)} ${seconds.padStart(6)} s   ${counts.passed} passed, ${counts.failed} failed${skipped}`;
  console.log(line);
  summary.push(line);
  // Reports missing programs and how to install them, even if the check passed.
  const notices = output.split('\n').filter(text => /\bNo [\w-]+ found: /.test(text));
  if (ok) for (const notice of new Set(notices.map(text => text.trim()))) console.log(`       ${notice}`);
  if (!ok) console.log(output.split('\n').slice(-400).join('\n'));
}

const running = new Map();
for (const check of checks.filter(
  ({ name, group }) => wanted.length === 0 || wanted.includes(name) || wanted.includes(group),
)) {
  await running.get(check.needs);
  while (running.size >= LANES) await Promise.race(running.values());
  running.set(
    check.name,
    perform(check).finally(() => running.delete(check.name)),
  );
}
await Promise.all(running.values());
rmSync(results, { recursive: true, force: true });
if (total.failed > 0) console.log(['', 'Summary', ...summary].join('\n'));
console.log(
  `tests: ${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exitCode = total.failed > 0 ? 1 : 0;
