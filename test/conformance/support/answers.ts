import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import type { ScenarioAnswer } from './scenario.js';

/** A one-pixel image. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

export interface Content {
  readonly type: string;
  readonly bytes: Buffer;
}

/** The content of an answer. */
export function contentOf({ kind = 'text', body = 'ok' }: ScenarioAnswer): Content {
  switch (kind) {
    case 'png':
      return { type: 'image/png', bytes: Buffer.from(PNG, 'base64') };
    case 'js':
      return { type: 'text/javascript', bytes: Buffer.from('export default 1;') };
    case 'font':
      return { type: 'font/ttf', bytes: font() };
    case 'sse':
      return { type: 'text/event-stream', bytes: Buffer.from('data: hello\n\n') };
    case 'stream':
    case 'text':
      return { type: 'text/plain', bytes: Buffer.from(body) };
  }
}

/** Any font that browsers accept: the one that Playwright's own pages use. */
function font(): Buffer {
  const folder = join(
    dirname(createRequire(join(process.cwd(), 'x.js')).resolve('playwright-core')),
    'lib/vite/traceViewer',
  );
  const name = readdirSync(folder).find(file => file.endsWith('.ttf'));
  if (name === undefined) throw new TypeError('playwright-core has no font any more.');
  return readFileSync(join(folder, name));
}
