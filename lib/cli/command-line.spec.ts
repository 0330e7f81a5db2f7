import { readCommandLine } from './command-line.js';
import { UsageError } from './usage-error.js';

const PAGE = 'https://app.example.com';

describe('The command line of routes', () => {
  it('has a file and nothing else to say', () => {
    expect(readCommandLine(['routes', 'dist/app.module.js'])).toEqual({
      command: 'routes',
      application: {
        file: 'dist/app.module.js',
        exportName: undefined,
        setup: undefined,
        platform: undefined,
        showsPlaces: true,
      },
      output: 'table',
      all: false,
      against: undefined,
    });
  });

  it('has options in any place', () => {
    const args = ['--json', 'routes', '--platform=fastify', 'a.js', '--export', 'Root', '--setup', 'b.js'];

    expect(readCommandLine(args)).toEqual({
      command: 'routes',
      application: {
        file: 'a.js',
        exportName: 'Root',
        setup: 'b.js',
        platform: 'fastify',
        showsPlaces: false,
      },
      output: 'json',
      all: false,
      against: undefined,
    });
  });

  it('compares, and prints that as Markdown', () => {
    expect(readCommandLine(['routes', 'a.js', '--against', 'old.json', '--markdown'])).toMatchObject({
      output: 'markdown',
      against: 'old.json',
    });
  });

  it('shows everything in the table', () => {
    expect(readCommandLine(['routes', 'a.js', '--all'])).toMatchObject({ output: 'table', all: true });
  });
});

describe('The command line of check', () => {
  it('has a URL and an origin', () => {
    expect(readCommandLine(['check', 'https://api.example.com/cats', '--origin', PAGE])).toEqual({
      command: 'check',
      request: {
        url: new URL('https://api.example.com/cats'),
        origin: PAGE,
        method: 'GET',
        headers: [],
        credentials: false,
      },
      preflightOnly: false,
      surface: undefined,
      profile: 'standard',
      json: false,
      onlyMethod: undefined,
    });
  });

  it('has a request as a page makes it', () => {
    const args = ['--method', 'put', '--header', 'X-A: one', '--header', 'content-type', '--credentials'];

    expect(
      readCommandLine(['check', 'http://api.test/', '--origin', 'null', ...args, '--engine', 'firefox']),
    ).toMatchObject({
      request: {
        method: 'PUT',
        headers: [
          ['X-A', 'one'],
          ['content-type', 'application/json'],
        ],
        credentials: true,
      },
      profile: 'firefox',
    });
  });

  it('leaves patch as it is, as fetch() does', () => {
    const command = readCommandLine(['check', 'http://api.test/', '--origin', PAGE, '--method', 'patch']);

    expect(command).toMatchObject({ request: { method: 'patch' } });
  });
});

describe('The command line', () => {
  it.each([[['-h']], [['--help']], [['routes', '--help']], [['check', '-h']]])('%j asks for help', args => {
    expect(readCommandLine(args)).toBe('help');
  });

  it.each([[['-v']], [['--version']]])('%j asks for the version', args => {
    expect(readCommandLine(args)).toBe('version');
  });

  it.each([
    [[], 'The command is missing: routes or check.'],
    [['list', 'a.js'], "There is no command 'list'. The commands are routes and check."],
    [['toString', 'a.js'], "There is no command 'toString'."],
    [['routes'], 'The command routes needs a module file.'],
    [['routes', 'a.js', 'b.js'], "The command routes takes one module file. Remove 'b.js'."],
    [['routes', 'a.js', '--jason'], '--jason'],
    [['routes', 'a.js', '--export'], '--export'],
    [['routes', 'a.js', '--platform', 'koa'], "--platform must be express or fastify, not 'koa'."],
    [['routes', 'a.js', '--markdown'], '--markdown prints a comparison: add --against.'],
    [['routes', 'a.js', '--json', '--against', 'b.json'], 'use one of them'],
    [['routes', 'a.js', '--all', '--json'], '--all is for the table.'],
    [['routes', 'a.js', '--origin', PAGE], 'The command routes has no option --origin.'],
    [['check', '--origin', PAGE], 'The command check needs a URL.'],
    [['check', 'http://a.test/'], '--origin is missing'],
    [['check', 'a.test', '--origin', PAGE], "'a.test' is not an http or https URL."],
    [['check', 'ftp://a.test/', '--origin', PAGE], 'is not an http or https URL.'],
    [['check', 'http://me:word@a.test/', '--origin', PAGE], 'a user name or a password'],
    [['check', 'http://a.test/', '--origin', `${PAGE}/`], `Say '${PAGE}'.`],
    [['check', 'http://a.test/', '--origin', PAGE, '--method', 'TRACE'], "no page can send 'TRACE'."],
    [['check', 'http://a.test/', '--origin', PAGE, '--method', 'A B'], "no page can send 'A B'."],
    [['check', 'http://a.test/', '--origin', PAGE, '--header', 'Cookie: a=1'], "no page can set 'Cookie'"],
    [['check', 'http://a.test/', '--origin', PAGE, '--header', 'A B: 1'], "'A B' is not a header name."],
    [['check', 'http://a.test/', '--origin', PAGE, '--header', 'X: a\u0001'], 'is not a header value.'],
    [['check', 'http://a.test/', '--origin', PAGE, '--header', 'X: \u20ac'], 'is not a header value.'],
    [['check', 'http://a.test/', '--origin', PAGE, '--engine', 'opera'], "not 'opera'."],
    [
      ['check', 'http://a.test/', '--origin', PAGE, '--surface', 'a.json', '--credentials'],
      '--surface compares',
    ],
    [
      ['check', 'http://a.test/', '--origin', PAGE, '--setup', 'a.js'],
      'The command check has no option --setup.',
    ],
  ])('%j is wrong usage', (args, message) => {
    expect(() => readCommandLine(args)).toThrow(UsageError);
    expect(() => readCommandLine(args)).toThrow(message);
  });
});
