import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ENTRY = fileURLToPath(new URL('support/failing-subscriber.ts', import.meta.url));
const TYPESCRIPT = new URL('../node-typescript/register.mjs', import.meta.url).href;

describe('A subscriber that throws', () => {
  it.each(['express', 'fastify'])(
    'leaves the answer alone, and Node reports it as an uncaught exception, on %s',
    async platform => {
      const flags = ['--disable-warning=ExperimentalWarning', '--import', TYPESCRIPT];
      const { stdout } = await promisify(execFile)(process.execPath, [...flags, ENTRY, platform]);

      expect(JSON.parse(stdout)).toEqual({
        status: 200,
        allowOrigin: '*',
        body: 'cats',
        uncaught: ['The subscriber fails.'],
      });
    },
  );
});
