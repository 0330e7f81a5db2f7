import { CorsConfigurationError } from './configuration-error.js';
import { parseOrigins } from './parse-origins.js';

function problemsOf(...given: readonly unknown[]): unknown {
  try {
    Reflect.apply(parseOrigins, undefined, given);
    return [];
  } catch (error) {
    if (error instanceof CorsConfigurationError) return error.problems;
    throw error;
  }
}

describe('parseOrigins() reads an environment variable', () => {
  it.each([
    [undefined, false],
    ['', false],
    [' \t\n, ,', false],
    ['*', '*'],
    [' * ', '*'],
    ['*,*', '*'],
    ['https://a.example', ['https://a.example']],
    ['https://a.example,https://b.example', ['https://a.example', 'https://b.example']],
    [' https://a.example ,\n https://b.example,', ['https://a.example', 'https://b.example']],
    ['https://a.example https://b.example', ['https://a.example', 'https://b.example']],
    ['https://a.example,https://a.example', ['https://a.example']],
    ['https://*.example.com http://localhost:*', ['https://*.example.com', 'http://localhost:*']],
    ['null', ['null']],
  ])('%j gives %j', (text, origins) => {
    expect(parseOrigins(text)).toEqual(origins);
    expect(parseOrigins(text, { required: false })).toEqual(origins);
  });

  const expression = /^https:\/\/b\.example$/;

  it.each([
    [undefined, ['https://b.example'], ['https://b.example']],
    ['', [], []],
    ['https://a.example', [], ['https://a.example']],
    ['https://a.example', ['https://a.example', expression], ['https://a.example', expression]],
  ])('%j with the origins %j gives a list', (text, and, origins) => {
    expect(parseOrigins(text, { and })).toEqual(origins);
  });

  it.each<[title: string, given: readonly unknown[], reason: RegExp]>([
    ['a trailing slash', ['https://a.example/'], /without a trailing slash/],
    ['* among others', ['* https://a.example'], /stands alone/],
    ['a wrong origin in and', ['', { and: ['a.example'] }], /no scheme/],
    ['* with others', ['*', { and: ['https://a.example'] }], /the text '\*' allows any origin/],
    ['* with an empty list', ['*', { and: [] }], /the text '\*' allows any origin/],
    ['null', [null], /null is not the text/],
    ['null with and', [null, { and: ['https://a.example'] }], /null is not the text/],
    ['a number', [3000], /3000 is not the text/],
    ['what is not set, but required', [undefined, { required: true }], /is not set/],
    ['what is blank, but required', [' \n', { required: true }], /is blank/],
    [
      'what is not set, but required, whatever else there is',
      [undefined, { required: true, and: ['https://a.example'] }],
      /is not set/,
    ],
    ['options that are null', ['', null], /null is not a plain object/],
    ['an unknown option', ['', { separator: ';' }], /no option 'separator'/],
    ['and that is no list', ['', { and: 'https://a.example' }], /is not a list of origins/],
    ['required that is no boolean', ['', { required: 1 }], /1 is not a boolean/],
  ])('%s throws', (_, given, reason) => {
    expect(problemsOf(...given)).toEqual([
      expect.objectContaining({
        reason: expect.stringMatching(reason) as unknown,
        level: 'module',
        place: 'parseOrigins()',
      }),
    ]);
  });

  it('reports every wrong origin', () => {
    expect(problemsOf('https://a.example/ b.example')).toHaveLength(2);
  });

  it('takes a text that is required and there', () => {
    expect(parseOrigins('https://a.example', { required: true })).toEqual(['https://a.example']);
  });
});
