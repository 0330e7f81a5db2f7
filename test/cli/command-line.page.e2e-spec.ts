import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { HELP } from '../../lib/cli/command-help.js';
import { readCommandLine } from '../../lib/cli/command-line.js';

const read = (path: string): string => readFileSync(join(process.cwd(), path), 'utf8');
const page = read('docs/command-line.md');

/** The commands of a page, as a shell gives them to the program. */
function commandsOf(text: string): string[] {
  return [...text.matchAll(/npx nestjs-cors-policy ((?:routes|check) [^|>#`\n]*)/g)].map(([, args = '']) =>
    args.trim(),
  );
}

/** The part of the page below a heading, up to the next one of its level. */
function section(heading: string): string {
  const [, after = ''] = page.split(`\n## ${heading}`);
  return after.split(/\n## /)[0] ?? '';
}

const optionsOf = (text: string): string[] =>
  [...text.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, name = '']) => name);
const tabled = (text: string): string[] =>
  [...text.matchAll(/^\| `(--[a-z-]+)/gm)].map(([, name = '']) => name);

describe.each(['README.md', 'docs/command-line.md', 'docs/rolling-out.md'])('The commands of %s', path => {
  const commands = commandsOf(read(path));

  it('are there, check among them', () => {
    expect(commands.some(command => command.startsWith('check '))).toBe(true);
  });

  it.each(commands)('one is understood: %s', command => {
    const args = command.split(/\s+/);
    const { positionals } = parseArgs({ args, strict: false, allowPositionals: true });
    const understood = readCommandLine(args);

    if (typeof understood === 'string') throw new TypeError(`It asks for the ${understood}.`);
    if (understood.command === 'routes') expect(understood.application.file).toBe(positionals[1]);
    else expect(understood.request.url.href).toBe(new URL(positionals[1] ?? '').href);
  });
});

describe('The command line, the page', () => {
  const [ofRoutes = '', ofCheck = ''] = HELP.split(/\ncheck: |\nOther options:/);

  it('shows several commands', () => {
    expect(commandsOf(page).length).toBeGreaterThan(6);
  });

  it('has a table of the options that the help names, for each command', () => {
    expect(optionsOf(ofRoutes)).toHaveLength(7);
    expect(optionsOf(ofCheck)).toHaveLength(8);
    expect(tabled(section('`routes`: list open routes')).sort()).toEqual(optionsOf(ofRoutes).sort());
    expect(tabled(section('`check`: test a running server')).sort()).toEqual(optionsOf(ofCheck).sort());
  });

  it('names the options that every command has', () => {
    expect(HELP).toContain('-v, --version');
    expect(page).toContain('`--version`');
    expect(page).toContain('`--help`');
  });

  it('has help that fits a terminal of 80 columns', () => {
    for (const line of HELP.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('has every exit code that the help names', () => {
    for (const [heading, codes] of [
      ['`routes`: list open routes', ['0', '1', '2', '3']],
      ['`check`: test a running server', ['0', '1', '2']],
    ] as const) {
      const [, table = ''] = section(heading).split('| exit code');
      expect([...table.matchAll(/^\| (\d) /gm)].map(([, code]) => code)).toEqual(codes);
    }
  });

  it('explains every cause that a check names, and no other', () => {
    const [, union = ''] = read('lib/cli/check/finding.ts').split('export type FindingCode =');
    const codes = [...(union.split(';')[0] ?? '').matchAll(/'([a-z-]+)'/g)].map(([, code]) => code);
    const [, table = ''] = section('`check`: test a running server').split('### Findings');
    const explained = [...(table.split('\n### ')[0] ?? '').matchAll(/^\| `([a-z-]+)`/gm)].map(
      ([, code]) => code,
    );

    expect(codes.length).toBeGreaterThan(20);
    expect(explained.sort()).toEqual(codes.sort());
  });

  it('shows the setup that is run', () => {
    expect(page).toContain(`// setup.ts\n${read('test/cli/fixtures/setup.ts')}`);
  });
});
