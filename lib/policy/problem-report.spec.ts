import type { PolicyProblem } from './policy-problem.js';
import { type ProblemSource, ProblemReport } from './problem-report.js';

const ON_METHOD: ProblemSource = { level: 'method', place: '@CorsPolicy() on CatsController.find' };
const NAMED: ProblemSource = {
  level: 'method',
  place: 'policies.partners in CorsModule.forRoot()',
  named: 'partners',
};

function problem(part: Partial<PolicyProblem> = {}): PolicyProblem {
  return { field: 'maxAge', value: -1, reason: 'it is negative', suggestion: 'write 0', ...part };
}

function reportOf(...entries: [PolicyProblem, route: string, ProblemSource][]): ProblemReport {
  const report = new ProblemReport();
  for (const [found, route, source] of entries) report.add(found, route, source);
  return report;
}

describe('a report of problems', () => {
  it('is empty at first', () => {
    expect(new ProblemReport().problems).toEqual([]);
  });

  it('has each problem with its route, level and place', () => {
    expect(reportOf([problem(), 'GET /cats', ON_METHOD]).problems).toStrictEqual([
      { ...problem(), route: 'GET /cats', routes: ['GET /cats'], ...ON_METHOD },
    ]);
  });

  it('has the named policy where the problem is that policy’s', () => {
    expect(reportOf([problem(), 'GET /cats', NAMED]).problems).toEqual([
      { ...problem(), route: 'GET /cats', routes: ['GET /cats'], ...NAMED },
    ]);
  });

  it('has a problem once with all its routes, each once, in the order of their coming', () => {
    const { problems } = reportOf(
      [problem(), 'GET /cats', ON_METHOD],
      [problem(), 'PUT /cats', ON_METHOD],
      [problem(), 'GET /cats', ON_METHOD],
      [problem(), 'DELETE /cats', ON_METHOD],
    );
    expect(problems).toEqual([
      { ...problem(), route: 'GET /cats', routes: ['GET /cats', 'PUT /cats', 'DELETE /cats'], ...ON_METHOD },
    ]);
  });

  it.each<[string, PolicyProblem, PolicyProblem]>([
    ['field', problem({ field: 'maxAge' }), problem({ field: 'maxage' })],
    ['reason', problem({ reason: 'it is negative' }), problem({ reason: 'it is fractional' })],
    ['value', problem({ value: -1 }), problem({ value: -2 })],
    ['value’s type', problem({ value: 1 }), problem({ value: '1' })],
    ['regular expression', problem({ value: /a/ }), problem({ value: /b/ })],
    [
      'class, if only by identity',
      problem({ value: class Origins {} }),
      problem({ value: class Origins {} }),
    ],
    ['value: null is not undefined', problem({ value: null }), problem({ value: undefined })],
  ])('keeps problems apart that differ by their %s', (_, one, another) => {
    expect(reportOf([one, 'GET /cats', ON_METHOD], [another, 'GET /cats', ON_METHOD]).problems).toEqual([
      expect.objectContaining(one),
      expect.objectContaining(another),
    ]);
  });

  it('keeps problems apart that stand at different places', () => {
    const { problems } = reportOf([problem(), 'GET /cats', ON_METHOD], [problem(), 'GET /cats', NAMED]);
    expect(problems.map(({ place }) => place)).toEqual([ON_METHOD.place, NAMED.place]);
  });

  it.each([/a/, Number.NaN, Symbol('value'), null, undefined, [] as unknown])(
    'knows a value again: %p',
    value => {
      const { problems } = reportOf(
        [problem({ value }), 'GET /a', ON_METHOD],
        [problem({ value }), 'GET /b', ON_METHOD],
      );
      expect(problems).toHaveLength(1);
    },
  );

  it('is a copy each time it is read', () => {
    const report = reportOf([problem(), 'GET /cats', ON_METHOD]);
    const { problems } = report;
    report.add(problem({ value: -2 }), 'GET /cats', ON_METHOD);
    expect(problems).toHaveLength(1);
    expect(report.problems).toHaveLength(2);
  });
});
