// The runtimes that the matrix starts, from npm packages that contain their programs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from './installation.mjs';

const { platform, arch } = process;

/**
 * The package that npm's `node` installs on this machine. `node` itself needs an install script for
 * that.
 */
const node = version => {
  const system = platform === 'win32' ? 'win' : platform;
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  return {
    dependency: `npm:${prefix}-${system}-${arch}@${version}`,
    program: name => [name, 'bin', platform === 'win32' ? 'node.exe' : 'node'],
    args: ['--disable-warning=ExperimentalWarning'],
  };
};

const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
/**
 * The oldest versions that `engines` allows: 20.19.0, and 22.12.0 for those that are newer than 20.
 */
export const BOUNDS = engines.node.match(/\d+\.\d+\.\d+/g);

const EXE = platform === 'win32' ? '.exe' : '';

/**
 * The lower bounds of `engines`, the newest release of each major version of Node, Bun and Deno.
 */
export const RUNTIMES = {
  ...Object.fromEntries(BOUNDS.map(version => [`node${version.replace(/\.0$/, '')}`, node(version)])),
  node22: node('^22.12.0'),
  node24: node('^24.0.0'),
  node26: node('^26.0.0'),
  bun: {
    dependency: '^1.4.0',
    program: () => [
      '@oven',
      `bun-${platform === 'win32' ? 'windows' : platform}-${bunArch()}`,
      'bin',
      `bun${EXE}`,
    ],
    args: [],
  },
  deno: {
    dependency: '^2.9.0',
    program: () => ['@deno', `${platform}-${arch}${platform === 'linux' ? '-glibc' : ''}`, `deno${EXE}`],
    args: ['run', '--allow-all', '--no-lock'],
  },
};

/** The programs are large, so they stay there until the next `npm ci`. */
const HOME = join(ROOT, 'node_modules', '.cache', 'nestjs-cors-policy', 'runtimes');

/**
 * Installs the runtimes that are not there yet. No install script runs: npm chooses the packages
 * with the programs by the machine. A runtime without a program for this machine is left out.
 */
export async function installRuntimes(names) {
  const file = join(HOME, 'package.json');
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).optionalDependencies : {};
  const isCurrent = name => before[name] === RUNTIMES[name].dependency && existsSync(programOf(name));
  if (names.every(isCurrent)) return { ok: true, output: '' };
  const added = Object.fromEntries(names.map(name => [name, RUNTIMES[name].dependency]));
  mkdirSync(HOME, { recursive: true });
  writeFileSync(
    file,
    JSON.stringify({ private: true, optionalDependencies: { ...before, ...added } }, null, 2),
  );
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'];
  return run('npm', ['install', ...flags, '--loglevel=error'], { cwd: HOME });
}

/** The arguments that start a runtime, or `undefined` if there is none for this machine. */
export function commandOf(name) {
  const program = programOf(name);
  return existsSync(program) ? [program, ...RUNTIMES[name].args] : undefined;
}

function programOf(name) {
  return join(HOME, 'node_modules', ...RUNTIMES[name].program(name));
}

function bunArch() {
  return arch === 'arm64' ? 'aarch64' : arch;
}
