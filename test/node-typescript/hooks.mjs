import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

const LIBRARY = new URL('../../lib/index.ts', import.meta.url).href;
/** Whether the library is taken as it was built, and only what uses it is compiled. */
const isBuilt = process.env.LIBRARY === 'built';
const ROOM = new URL('../../lib/', import.meta.url).href;

// As in jest.config.mjs.
const OPTIONS = {
  swcrc: false,
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

export async function resolve(specifier, context, nextResolve) {
  if (specifier === 'nestjs-cors-policy' && !isBuilt) return { url: LIBRARY, shortCircuit: true };
  const isImport = context.parentURL?.endsWith('.ts') && /^\.{1,2}\/.*\.js$/.test(specifier);
  // The program of a process that the library starts.
  const isProgram = specifier.startsWith(ROOM) && specifier.endsWith('.js');
  const isOurs = isImport || isProgram;
  return nextResolve(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), { ...OPTIONS, filename });
  return { format: 'module', source: code, shortCircuit: true };
}
