// Puts the library, as it was built, into a project's node_modules: node installed-library.mjs <project>
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [folder] = process.argv.slice(2);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const target = join(folder, 'node_modules/nestjs-cors-policy');
mkdirSync(target, { recursive: true });
cpSync(join(root, 'package.json'), join(target, 'package.json'));
for (const part of ['cjs', 'esm', 'schematics']) {
  cpSync(join(root, 'dist', part), join(target, 'dist', part), { recursive: true });
}
