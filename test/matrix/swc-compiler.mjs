import { transformFile } from '@swc/core';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Compiles `src` to `dist` as the project's .swcrc says. */
export async function compileWithSwc(folder) {
  try {
    for (const name of readdirSync(join(folder, 'src'), { recursive: true })) {
      if (!name.endsWith('.ts')) continue;
      const options = { cwd: folder, configFile: join(folder, '.swcrc') };
      const { code } = await transformFile(join(folder, 'src', name), options);
      const target = join(folder, 'dist', name.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, code);
    }
    return { ok: true, output: '' };
  } catch (error) {
    return { ok: false, output: String(error) };
  }
}
