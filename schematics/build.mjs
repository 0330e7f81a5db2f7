// Builds the collection of schematics: `node schematics/build.mjs [folder]`. Default:
// dist/schematics.
// The result is one small file, because every installation contains it and only `nest add` reads
// it.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from '@swc/core';
import { rollup } from 'rollup';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = resolve(process.argv[2] ?? join(here, '../dist/schematics'));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

rmSync(folder, { recursive: true, force: true });
// Inside the project, so that imports of packages are resolved.
const modules = mkdtempSync(join(here, 'dist-'));
try {
  const { status } = spawnSync(process.execPath, [tsc, '-p', here, '--outDir', modules], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(join(modules, 'package.json'), '{ "type": "module" }\n');
  const bundle = await rollup({
    input: join(modules, 'schematics/nest-add/index.js'),
    external: id => !id.startsWith('.') && !isAbsolute(id),
    plugins: [{ name: 'checks-of-the-package', resolveId: checksOfThePackage }],
    // The translations of expressions and functions call each other. They run no code when they are
    // loaded.
    onwarn(warning, warn) {
      if (warning.code !== 'CIRCULAR_DEPENDENCY') warn(warning);
    },
  });
  // The devkit loads schematics with require().
  const { output } = await bundle.write({
    format: 'cjs',
    exports: 'named',
    file: join(folder, 'nest-add.js'),
    plugins: [
      {
        name: 'small',
        renderChunk: code => minify(code, { toplevel: true, compress: { passes: 3 }, mangle: true }),
      },
    ],
  });
  await bundle.close();
  if (output.length !== 1) throw new Error('One file was expected.');
} finally {
  rmSync(modules, { recursive: true, force: true });
}

/** Modules that the package already contains are not bundled again. */
function checksOfThePackage(id) {
  if (!id.endsWith('/lib/policy/translation.js')) return undefined;
  const path = relative(folder, join(here, '../dist/cjs/translation.js'));
  return { id: path.replaceAll('\\', '/'), external: true };
}

// The package is ESM.
writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
copyFileSync(join(here, 'collection.json'), join(folder, 'collection.json'));
copyFileSync(join(here, 'nest-add/nest-add.schema.json'), join(folder, 'nest-add.schema.json'));
