import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeBlocks, sections } from './why-blocked/messages-page.js';
import { SCENARIOS } from './why-blocked/scenarios.js';

const run = ['test/browser/why-blocked/causes.ts', 'test/explain/explain.e2e-spec.ts']
  .map(path => readFileSync(join(process.cwd(), path), 'utf8'))
  .join('\n');

// The messages of WebKit, which Safari uses: Source/WebCore/loader/CrossOriginAccessControl.cpp,
// CrossOriginPreflightResultCache.cpp, xml/XMLHttpRequest.cpp, page/csp,
// loader/MixedContentChecker.cpp.
const WEBKIT = [
  /^Origin \S+ is not allowed by Access-Control-Allow-Origin\. Status code: \d+$/,
  /^Preflight response is not successful\. Status code: \d+$/,
  /^Method \S+ is not allowed by Access-Control-Allow-Methods\.$/,
  /^Request header field \S+ is not allowed by Access-Control-Allow-Headers\.$/,
  /^Credentials flag is true, but Access-Control-Allow-Credentials is not "true"\.$/,
  /^Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true\.$/,
  /^Access-Control-Allow-Origin cannot contain more than one origin\.$/,
  /^Refused to get unsafe header "\S+"$/,
  /^Fetch API cannot load \S+ due to access control checks\.$/,
  /^Refused to connect to \S+ because it does not appear in the connect-src directive of the Content Security Policy\.$/,
  /^\[blocked\] The page at \S+ requested insecure content from \S+\. This content was blocked and must be served over HTTPS\.$/,
];

describe('Why was it blocked, the page', () => {
  it('has a section for each scenario that browsers are asked about', () => {
    expect(sections.map(({ heading }) => heading)).toEqual(SCENARIOS.map(({ heading }) => heading));
  });

  it('shows code', () => {
    expect(codeBlocks.length).toBeGreaterThan(5);
  });

  it.each(codeBlocks)('shows code that is run: %#', block => {
    expect(flush(run)).toContain(flush(block));
  });

  it.each(sections)('quotes Safari as WebKit has it: $heading', ({ messages }) => {
    const safari = messages.filter(({ browser }) => browser === 'Safari').map(({ text }) => text);

    expect(safari).not.toHaveLength(0);
    expect(safari.filter(text => !WEBKIT.some(sentence => sentence.test(text)))).toEqual([]);
  });
});

/** Without indentation, which a class has more of than a page. */
function flush(code: string): string {
  return code.replace(/^ +/gm, '').trim();
}
