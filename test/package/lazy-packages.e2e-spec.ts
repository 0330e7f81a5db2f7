import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';

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

  // Node reads the names in each CommonJS file that ESM imports, in the order of the imports.
  it('are not imported by the ESM entry either', async () => {
    const entry = await readFile('dist/esm/index.js', 'utf8');
    const imported = [...entry.matchAll(/^(?:import|export)\b[^;]*?from\s*["']([^"']+)["']/gm)].map(
      ([, specifier = '']) => specifier,
    );
    expect(imported).toContain('@nestjs/common');
    expect(imported.filter(each => !/^(?:@nestjs\/|node:|\.)/.test(each))).toEqual([]);
  });
});
