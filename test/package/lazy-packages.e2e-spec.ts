import { execFileSync } from 'node:child_process';

describe('The packages that only some applications need', () => {
  it('are not loaded before a rule or a cache needs them', () => {
    const loaded = execFileSync(
      process.execPath,
      [
        '-e',
        `const { cachedOrigins, parseOrigins } = require('./dist/cjs/index.js');
         const packages = () => Object.keys(require.cache).filter(path => /regexpp|tldts|lru-cache/.test(path)).length;
         const before = packages();
         parseOrigins('https://app.example.com');
         const after = packages();
         cachedOrigins(() => true, { ttl: 1_000 });
         const cached = packages() - after;
         try { parseOrigins('', { and: [/^a/] }); } catch {}
         console.log(before, after, cached > 0, packages() > after + cached);`,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    expect(loaded.trim()).toBe('0 0 true true');
  });
});
