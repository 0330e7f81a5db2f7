// Writes suffix-parents.generated.ts. Run `npm run build:suffixes` after an update of tldts. A new
// version can have another public suffix list.
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const TARGET = fileURLToPath(new URL('suffix-parents.generated.ts', import.meta.url));

/** The text of the module for the list of the installed tldts. */
export function generatedModule() {
  return [
    '// Written by build-suffix-parents.mjs. Do not edit.',
    '',
    '/** Names that are not public suffixes, but have public suffixes below them. */',
    'export const SUFFIX_PARENTS = [',
    ...linesOf(suffixParents()).map(line => `  '${line}',`),
    "].join(' ');",
    '',
  ].join('\n');
}

/** Breaks the list into short lines. */
function linesOf(names) {
  return names
    .join(' ')
    .match(/.{1,110}(?: |$)/g)
    .map(line => line.trim());
}

function suffixParents() {
  // Not a public module of tldts, whose interface has no list of names.
  const trie = createRequire(import.meta.url)('tldts/dist/cjs/src/data/trie.js');
  const { nodeFlags, edgeStart, edgeLength, edgeChild, labelText, rulesRoot } = trie;
  const offsets = [];
  edgeLength.reduce((offset, length) => {
    offsets.push(offset);
    return offset + length;
  }, 0);
  const parents = [];
  const visit = (node, name) => {
    const below = edgeStart[node + 1] > edgeStart[node];
    if (below && nodeFlags[node] === 0 && name.includes('.') && !name.includes('*')) parents.push(name);
    for (let edge = edgeStart[node]; edge < edgeStart[node + 1]; edge += 1) {
      const label = labelText.slice(offsets[edge], offsets[edge] + edgeLength[edge]);
      visit(edgeChild[edge], name === '' ? label : `${label}.${name}`);
    }
  };
  visit(rulesRoot, '');
  return parents.sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TARGET, generatedModule());
