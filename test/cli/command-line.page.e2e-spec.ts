import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { HELP } from '../../lib/cli/command-help.js';
import { readCommandLine } from '../../lib/cli/command-line.js';

const read = (path: string): string => readFileSync(join(process.cwd(), path), 'utf8');
const page = read('docs/command-line.md');
const commands = [...page.matchAll(/npx nestjs-cors-policy (routes [^|>\n]*)/g)].map(([, args = '']) =>
  args.trim(),
);

describe('The command line, the page', () => {
  it('shows commands', () => {
    expect(commands.length).toBeGreaterThan(3);
  });

  it.each(commands)('shows one that is understood: %s', command => {
    const { positionals } = parseArgs({ args: command.split(' '), strict: false, allowPositionals: true });

    expect(readCommandLine(command.split(' '))).toMatchObject({ application: { file: positionals[1] } });
  });

  it('names every option that the help names', () => {
    const options = [...HELP.matchAll(/^ {2}(--[a-z]+)/gm)].map(([, name = '']) => name);

    expect(options).toHaveLength(4);
    for (const option of options) expect(page).toContain(`| \`${option}`);
  });

  it('shows the setup that is run', () => {
    expect(page).toContain(`// setup.ts\n${read('test/cli/fixtures/setup.ts')}`);
  });
});
