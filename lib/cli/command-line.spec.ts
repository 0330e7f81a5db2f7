import { UsageError, readCommandLine } from './command-line.js';

describe('The command line', () => {
  it('has a file and nothing else to say', () => {
    expect(readCommandLine(['routes', 'dist/app.module.js'])).toEqual({
      file: 'dist/app.module.js',
      exportName: undefined,
      setup: undefined,
      platform: undefined,
      json: false,
    });
  });

  it('has options in any place', () => {
    const args = ['--json', 'routes', '--platform=fastify', 'a.js', '--export', 'Root', '--setup', 'b.js'];

    expect(readCommandLine(args)).toEqual({
      file: 'a.js',
      exportName: 'Root',
      setup: 'b.js',
      platform: 'fastify',
      json: true,
    });
  });

  it.each([[['-h']], [['--help']], [['routes', '--help']]])('%j asks for help', args => {
    expect(readCommandLine(args)).toBe('help');
  });

  it.each([
    [[], 'No command.'],
    [['list', 'a.js'], "Unknown command 'list'."],
    [['routes'], 'No module file.'],
    [['routes', 'a.js', 'b.js'], "One module file, and not 'b.js' too."],
    [['routes', 'a.js', '--jason'], '--jason'],
    [['routes', 'a.js', '--export'], '--export'],
    [['routes', 'a.js', '--platform', 'koa'], "--platform is express or fastify, not 'koa'."],
  ])('%j is wrong usage', (args, message) => {
    expect(() => readCommandLine(args)).toThrow(UsageError);
    expect(() => readCommandLine(args)).toThrow(message);
  });
});
