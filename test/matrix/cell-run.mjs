import { join } from 'node:path';
import { writeCell } from './cell-files.mjs';
import { ROOT, run } from './installation.mjs';
import { commandOf } from './runtimes.mjs';
import { compileWithSwc } from './swc-compiler.mjs';

const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const JEST = join(ROOT, 'node_modules/jest/bin/jest.js');
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');
// Of require() of ESM, on Node 20, and of Jest's modules.
const QUIET = '--disable-warning=ExperimentalWarning';

const KINDS = {
  async program(cell, folder) {
    const compiled = cell.tool === 'swc' ? await compileWithSwc(folder) : await node(folder, TSC, '-p', '.');
    return compiled.ok ? node(folder, QUIET, 'dist/main.js') : compiled;
  },
  async runtime({ runtime }, folder) {
    const compiled = await compileWithSwc(folder);
    if (!compiled.ok) return compiled;
    const [program, ...args] = commandOf(runtime);
    const result = await run(program, [...args, join('dist', 'runtime', 'main.js')], { cwd: folder });
    // Each program prints what it is: `node20.19` has to be `node 20.19.0`.
    const [, name, version] = /^([a-z]+)([\d.]*)$/.exec(runtime);
    const isNamed = new RegExp(
      `^${name} ${version.replace('.', '\\.')}\\b.*: \\d+ requests, \\d+ handshakes$`,
      'm',
    );
    return { ...result, ok: result.ok && isNamed.test(result.output), cases: result.output.trim() };
  },
  jest({ format }, folder) {
    const flags = format === 'esm' ? ['--experimental-vm-modules', QUIET] : [];
    return node(folder, ...flags, JEST, '--config', 'jest.config.json', '--runInBand', '--forceExit');
  },
  vitest: (_, folder) => node(folder, VITEST, 'run'),
  types: (_, folder) => node(folder, TSC, '--noEmit', '-p', '.'),
};

/** Writes the application of a cell, and runs it: `{ ok, output }`. */
export function runCell(cell, home) {
  return KINDS[cell.kind](cell, writeCell(cell, home));
}

function node(cwd, ...args) {
  return run(process.execPath, args, { cwd });
}
