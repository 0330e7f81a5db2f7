// Loads the entries in both formats, and nothing else.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const names = {};
for (const entry of ['nestjs-cors-policy', 'nestjs-cors-policy/testing', 'nestjs-cors-policy/explorer']) {
  const { 'default': _, 'module.exports': __, ...imported } = await import(entry);
  names[entry] = { imported: Object.keys(imported).sort(), required: Object.keys(require(entry)).sort() };
}
console.log(JSON.stringify(names));
