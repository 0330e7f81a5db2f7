import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The findings of axe, each with its elements: WCAG 2 A and AA, and best practices. */
export async function axeFindings(page: Page): Promise<string[]> {
  // Past the page's Content-Security-Policy, which holds for the page's own scripts.
  if (await page.evaluate("typeof axe === 'undefined'")) await page.evaluate(AXE);
  const found: unknown =
    await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, impact, nodes }) => impact + ' ' + id + ': ' + nodes.map(node => node.target.join(' ')).join(', ')))`);
  return Array.isArray(found) ? found.map(String) : ['axe did not run'];
}
