// Starts a sample: `node packaging/start.mjs 01-quickstart`. It builds the library and the sample
// only if their sources have changed since they were built, and says what it does.
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './entries.mjs';
import { LIBRARY_DIGEST, LIBRARY_SOURCES, digestOf, isCurrent } from './source-digest.mjs';

const NEST = join(ROOT, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');

const [sample] = process.argv.slice(2);
const folder = join('sample', sample);
const sampleDigest = join(folder, 'dist', '.sources');
const main = join(folder, 'dist', 'main.js');

process.chdir(ROOT);
if (!existsSync(NEST)) fail('The dependencies are missing. Run npm ci first.');

const library = digestOf(LIBRARY_SOURCES);
if (isCurrent(LIBRARY_DIGEST, library)) say('The library is built.');
else await build('the library', ['packaging/build.mjs']);

const sources = `${digestOf([join(folder, 'src'), join(folder, 'tsconfig.json')])} ${library}`;
if (isCurrent(sampleDigest, sources)) say(`The sample ${sample} is built.`);
else {
  await build(`the sample ${sample}`, [NEST, 'build', sample]);
  writeFileSync(sampleDigest, sources);
}

say(`Starting ${main} ...`);
process.argv = [process.execPath, join(ROOT, main)];
await import(pathToFileURL(main).href);

/** Runs a build. Its output is shown only if it fails. */
async function build(what, args) {
  say(`Building ${what} ...`);
  const start = performance.now();
  const output = [];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => output.push(chunk));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) fail(`${Buffer.concat(output)}\nThe build of ${what} failed. The reasons are above.`);
  say(`Built ${what} in ${((performance.now() - start) / 1000).toFixed(0)} s.`);
}

function say(text) {
  console.log(`[start] ${text}`);
}

function fail(text) {
  console.error(text);
  process.exit(1);
}
