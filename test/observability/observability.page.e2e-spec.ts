import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = readFileSync(join(process.cwd(), 'docs/observability.md'), 'utf8');
const suites = ['test/observability/observability.e2e-spec.ts', 'test/rehearsal/page.e2e-spec.ts'].map(path =>
  flush(readFileSync(join(process.cwd(), path), 'utf8')),
);
const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);

describe('Observability, the page', () => {
  it('has code', () => {
    expect(blocks.length).toBeGreaterThan(2);
  });

  it.each(blocks)('shows code that is compiled and run: %#', block => {
    expect(suites.some(suite => suite.includes(flush(block)))).toBe(true);
  });
});

/** Without indentation, which a suite has more of than a page. */
function flush(code: string): string {
  return code.replace(/^ +/gm, '').trim();
}
