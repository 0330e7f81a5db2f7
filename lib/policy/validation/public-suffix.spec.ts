import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isParentOfSuffixes, isPrivateSuffix, isPublicSuffix } from './public-suffix.js';

const BUILD = 'lib/policy/validation/build-suffix-parents.mjs';

describe('the parents of public suffixes', () => {
  it('are those of the list that tldts has: else run npm run build:suffixes', () => {
    const script = `import('./${BUILD}').then(({ generatedModule }) => process.stdout.write(generatedModule()))`;
    const made = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });

    expect(readFileSync('lib/policy/validation/suffix-parents.generated.ts', 'utf8') === made).toBe(true);
  });

  it.each(['amazonaws.com', 'core.windows.net', 'windows.net'])('%s is one', host => {
    expect(isParentOfSuffixes(host)).toBe(true);
    expect(isPublicSuffix(host)).toBe(false);
  });

  it.each(['example.com', 'com', 'github.io', 's3.amazonaws.com'])('%s is none', host => {
    expect(isParentOfSuffixes(host)).toBe(false);
  });

  it.each([
    ['github.io', true],
    ['com', false],
    ['co.uk', false],
  ])('%s is a suffix of a company: %s', (host, company) => {
    expect(isPublicSuffix(host)).toBe(true);
    expect(isPrivateSuffix(host)).toBe(company);
  });
});
