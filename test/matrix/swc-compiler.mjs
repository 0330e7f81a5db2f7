import { transformFile } from '@swc/core';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Compiles `src` to `dist` as the project's .swcrc says. */
export async function compileWithSwc(folder) {
  mkdirSync(join(folder, 'dist'), { recursive: true });
  try {
    for (const name of readdirSync(join(folder, 'src'))) {
      const options = { cwd: folder, configFile: join(folder, '.swcrc') };
      const { code } = await transformFile(join(folder, 'src', name), options);
      writeFileSync(join(folder, 'dist', name.replace(/\.ts$/, '.js')), code);
    }
    return { ok: true, output: '' };
  } catch (error) {
    return { ok: false, output: String(error) };
  }
}
