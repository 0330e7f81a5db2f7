import type { ProseLine } from '../../support/documentation-page.js';

const TARGET = /\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g;

/** The targets of the links and pictures of a text, in its order. */
export function targetsIn(prose: readonly ProseLine[]): readonly string[] {
  return prose.flatMap(({ line }) =>
    [...line.replace(/`[^`]*`/g, '').matchAll(TARGET)].map(([, link, source]) => link ?? source ?? ''),
  );
}
