import { declaredLayers } from './policy-declaration.js';
import type { CorsPolicyOptions } from './policy-options.js';

const PARTNERS: CorsPolicyOptions = { origin: 'https://partner.example' };
const POLICIES = new Map<string, CorsPolicyOptions>([
  ['partners', PARTNERS],
  ['toString', { maxAge: 1 }],
  ['__proto__', { maxAge: 2 }],
]);
const OPTIONS: CorsPolicyOptions = { maxAge: 600 };

function textWith(part: string): unknown {
  return expect.stringContaining(part);
}

describe.each(['method', 'controller'] as const)('@CorsPolicy() on a %s', level => {
  it.each([
    ['{ … } gives these options', [OPTIONS], [{ level, options: OPTIONS }]],
    ['{} gives options that set nothing', [{}], [{ level, options: {} }]],
    ['false gives no cross-origin access', [false], [{ level, options: { origin: false } }]],
    ["'name' gives the named policy", ['partners'], [{ level, options: PARTNERS, named: 'partners' }]],
    [
      "'name', { … } gives the options before the named policy",
      ['partners', OPTIONS],
      [
        { level, options: OPTIONS },
        { level, options: PARTNERS, named: 'partners' },
      ],
    ],
    [
      "'name', undefined is 'name'",
      ['partners', undefined],
      [{ level, options: PARTNERS, named: 'partners' }],
    ],
    ['{ … }, undefined is { … }', [OPTIONS, undefined], [{ level, options: OPTIONS }]],
    ['false, undefined is false', [false, undefined], [{ level, options: { origin: false } }]],
    ["'toString' may be a name", ['toString'], [{ level, options: { maxAge: 1 }, named: 'toString' }]],
    ["'__proto__' may be a name", ['__proto__'], [{ level, options: { maxAge: 2 }, named: '__proto__' }]],
  ])('%s', (_, args, layers) => {
    expect(declaredLayers(level, args, POLICIES)).toEqual({ layers, problems: [] });
  });

  it.each([
    ['nothing', [], undefined],
    ['undefined', [undefined], undefined],
    ['null', [null], null],
    ['true', [true], true],
    ['a number', [0], 0],
    ['a list', [['https://app.example.com']], ['https://app.example.com']],
  ])('is an error with %s in place of a policy', (_, args, value) => {
    expect(declaredLayers(level, args, POLICIES)).toEqual({
      layers: [],
      problems: [
        {
          field: 'policy',
          value,
          reason: 'the first argument must be an object of policy options, a name, or false',
          suggestion: textWith('write @CorsPolicy({ ... })'),
        },
      ],
    });
  });

  it('is an error with a function in place of a policy', () => {
    expect(declaredLayers(level, [() => true], POLICIES).problems).toHaveLength(1);
  });

  it.each([
    ['null', null],
    ['false', false],
    ['another name', 'house'],
    ['a list', [OPTIONS]],
    ['a number', 600],
  ])('is an error with %s after a name', (_, value) => {
    expect(declaredLayers(level, ['partners', value], POLICIES)).toEqual({
      layers: [],
      problems: [
        {
          field: 'policy',
          value,
          reason: 'the second argument must be an object of policy options',
          suggestion: textWith("@CorsPolicy('name', { ... })"),
        },
      ],
    });
  });

  it.each([
    ['false', false],
    ['an object', { maxAge: 1 }],
  ])('is an error with options after %s, which only a name can have', (_, policy) => {
    expect(declaredLayers(level, [policy, OPTIONS], POLICIES)).toEqual({
      layers: [],
      problems: [
        {
          field: 'policy',
          value: OPTIONS,
          reason: 'a second argument is only possible after the name of a policy',
          suggestion: textWith('write @CorsPolicy('),
        },
      ],
    });
  });

  it('is an error with a name that is not defined, and tells the nearest that is', () => {
    expect(declaredLayers(level, ['partner'], POLICIES)).toEqual({
      layers: [],
      problems: [
        {
          field: 'policy',
          value: 'partner',
          reason: "no named policy has this name; defined names: 'partners', 'toString', '__proto__'",
          suggestion: "write 'partners', or define it under policies in CorsModule.forRoot()",
        },
      ],
    });
  });

  it.each(['https://app.example.com', '*', '', 'constructor', 'hasOwnProperty'])(
    'is an error with %j, which is no name that is defined, nor near one',
    name => {
      const { layers, problems } = declaredLayers(level, [name, OPTIONS], POLICIES);
      expect(layers).toEqual([]);
      expect(problems).toEqual([
        expect.objectContaining({
          field: 'policy',
          value: name,
          suggestion: 'define it under policies in CorsModule.forRoot()',
        }),
      ]);
    },
  );

  it('is an error whose text names policies as a program would, whatever they are called', () => {
    const named = new Map([["it's\n", PARTNERS]]);
    const [problem] = declaredLayers(level, ["it's"], named).problems;
    expect(problem?.reason).toBe("no named policy has this name; defined names: 'it\\'s\\u000a'");
    expect(problem?.suggestion).toMatch(/^write 'it\\'s\\u000a', or define it/);
  });

  it('is an error with a name where none is defined', () => {
    expect(declaredLayers(level, ['partners'], new Map()).problems).toEqual([
      expect.objectContaining({ reason: 'no named policy has this name; no policy is defined' }),
    ]);
  });
});

describe('@CorsPolicy(false)', () => {
  it('is the same declaration wherever it stands', () => {
    const [one] = declaredLayers('method', [false], POLICIES).layers;
    const [another] = declaredLayers('controller', [false], POLICIES).layers;
    expect(one?.options).toBe(another?.options);
    expect(Object.isFrozen(one?.options)).toBe(true);
  });
});

test("'unmanaged' is a word of paths, and no policy", () => {
  const { layers, problems } = declaredLayers('method', ['unmanaged'], POLICIES);
  expect(layers).toEqual([]);
  expect(problems).toEqual([expect.objectContaining({ reason: textWith('only possible in paths') })]);
});
