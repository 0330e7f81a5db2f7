import { type CorsConfigurationProblem, CorsConfigurationError, problemsAt } from './configuration-error.js';

const MAX_AGE: CorsConfigurationProblem = {
  field: 'maxAge',
  value: -1,
  reason: 'browsers do not accept a negative number of seconds',
  suggestion: 'write 0, which disables caching',
  route: 'GET /cats/:id (CatsController.find)',
  routes: ['GET /cats/:id (CatsController.find)'],
  level: 'method',
  place: '@CorsPolicy() on CatsController.find',
};

const ORIGIN: CorsConfigurationProblem = {
  field: 'origin',
  value: 'https://partner.example/',
  reason: 'browsers send an origin without a trailing slash',
  suggestion: "write 'https://partner.example'",
  route: 'GET /cats (CatsController.list)',
  routes: [
    'GET /cats (CatsController.list)',
    'POST /cats (CatsController.create)',
    'PUT /cats (CatsController.put)',
  ],
  level: 'controller',
  named: 'partners',
  place: 'policies.partners in CorsModule.forRoot()',
};

describe('CorsConfigurationError', () => {
  it('is an error with a name of its own', () => {
    const error = new CorsConfigurationError([MAX_AGE]);
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('CorsConfigurationError');
    expect(String(error)).toMatch(/^CorsConfigurationError: One problem in the CORS configuration:\n/);
  });

  it('has all problems for programs', () => {
    const problems = [MAX_AGE, ORIGIN];
    expect(new CorsConfigurationError(problems).problems).toBe(problems);
  });

  it('names, for each, the route, the field, the value, the level, why it is wrong and what to write instead', () => {
    expect(new CorsConfigurationError([MAX_AGE, ORIGIN]).message).toBe(
      [
        '2 problems in the CORS configuration:',
        '',
        '  1. @CorsPolicy() on CatsController.find, maxAge: -1',
        '     applies to: GET /cats/:id (CatsController.find)',
        '     level:      method',
        '     why:        browsers do not accept a negative number of seconds.',
        '     instead:    write 0, which disables caching.',
        '',
        "  2. policies.partners in CorsModule.forRoot(), origin: 'https://partner.example/'",
        '     applies to: GET /cats (CatsController.list) and 2 more routes',
        "     level:      controller, through the named policy 'partners'",
        '     why:        browsers send an origin without a trailing slash.',
        "     instead:    write 'https://partner.example'.",
      ].join('\n'),
    );
  });

  it.each([
    [['GET /a'], 'GET /a'],
    [['GET /a', 'GET /b'], 'GET /a and 1 more route'],
    [['GET /a', 'GET /b', 'GET /c'], 'GET /a and 2 more routes'],
  ])('names the first route, and how many more there are: %j', (routes, named) => {
    const { message } = new CorsConfigurationError([{ ...MAX_AGE, route: 'GET /a', routes }]);
    expect(message).toContain(`applies to: ${named}\n`);
  });

  it('keeps its problems from those who print it', () => {
    const error = new CorsConfigurationError([MAX_AGE]);
    expect(error.problems).toEqual([MAX_AGE]);
    expect(Object.keys(error)).toEqual([]);
  });

  it("holds problems of the module's own options, or of what is no route's alone", () => {
    const problem = { field: 'debug', value: 1, reason: 'r', suggestion: 's' };
    expect(problemsAt('CorsModule.forRoot()', 'every route', [problem])).toEqual([
      {
        ...problem,
        route: 'every route',
        routes: ['every route'],
        level: 'module',
        place: 'CorsModule.forRoot()',
      },
    ]);
  });

  it('stays readable whatever names and values hold', () => {
    const { message } = new CorsConfigurationError([
      {
        ...MAX_AGE,
        field: 'max\u001b[2JAge',
        value: '\u202e1\n',
        route: 'GET /\u0007',
        routes: ['GET /\u0007'],
        place: 'policies.a\nb in CorsModule.forRoot()',
        named: 'a\nb',
      },
    ]);
    expect(message.split('\n')).toHaveLength(7);
    expect(message.replace(/\n/g, '')).not.toMatch(/\p{C}/u);
    expect(message).toContain(
      "policies.a\\u000ab in CorsModule.forRoot(), max\\u001b[2JAge: '\\u202e1\\u000a'",
    );
    expect(message).toContain("through the named policy 'a\\u000ab'");
  });
});
