import { execFileSync } from 'node:child_process';

describe('The packages that only some rules need', () => {
  it('are not loaded before a rule needs them', () => {
    const loaded = execFileSync(
      process.execPath,
      [
        '-e',
        `const { parseOrigins } = require('./dist/cjs/index.js');
         const packages = () => Object.keys(require.cache).filter(path => /regexpp|tldts/.test(path)).length;
         const before = packages();
         parseOrigins('https://app.example.com');
         console.log(before, packages(), (() => { try { parseOrigins('', { and: [/^a/] }); } catch {} return packages() > 0; })());`,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    expect(loaded.trim()).toBe('0 0 true');
  });
});
