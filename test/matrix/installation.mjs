import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stage } from '../../packaging/stage.mjs';

export const ROOT = resolve(import.meta.dirname, '..', '..');

/** The longest that a program may take, in milliseconds: one that hangs fails. */
const LIMIT = 300_000;

/** Runs a program, and resolves to how it ended and to all that it wrote. */
export function run(command, args, options = {}) {
  return new Promise(done => {
    const env = { ...process.env, FORCE_COLOR: '0', NODE_ENV: 'test', NODE_OPTIONS: '', ...options.env };
    const child = spawn(command, args, {
      ...options,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT,
    });
    const output = [];
    child.stdout.on('data', chunk => output.push(chunk));
    child.stderr.on('data', chunk => output.push(chunk));
    child.on('error', error => done({ ok: false, output: String(error) }));
    child.on('close', code => done({ ok: code === 0, output: Buffer.concat(output).toString() }));
  });
}

export async function packInto(folder) {
  const { ok, output } = await run(
    'npm',
    ['pack', stage(join(folder, 'staged')), '--silent', '--pack-destination', folder],
    { cwd: folder },
  );
  if (!ok) throw new Error(output);
  return join(folder, output.trim().split('\n').at(-1));
}

/** The newest version of a package in the registry, or `undefined` if there is none. */
export async function versionOf(name) {
  const { ok, output } = await run('npm', ['view', name, 'version', '--loglevel=error']);
  return ok ? output.trim() : undefined;
}

/**
 * Installs the package with one major version of Nest, as applications do. The cells with that
 * version share it. `others` are further dependencies, by name. `types` adds those that tsc needs.
 */
export async function install(nest, { folder, tarball, others = {}, types = true }) {
  const home = mkdtempSync(join(folder, `nest${nest}-`));
  const nestPackages = ['common', 'core', 'testing', 'platform-express', 'platform-fastify'];
  const dependencies = {
    ...Object.fromEntries(nestPackages.map(name => [`@nestjs/${name}`, `^${nest}.0.0`])),
    'nestjs-cors-policy': `file:${tarball}`,
    'reflect-metadata': '^0.2.0',
    'rxjs': '^7.8.0',
    ...(types ? { '@types/node': '^20.0.0', '@types/jest': '^30.0.0', '@types/express': '^5.0.0' } : {}),
    ...others,
  };
  writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true, dependencies }, null, 2));
  const flags = ['--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline', '--loglevel=error'];
  const result = await run('npm', ['install', ...flags], { cwd: home });
  return { ...result, home };
}
