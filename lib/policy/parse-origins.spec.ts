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

const WHERE = { level: 'module', place: 'parseOrigins()' };

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

function said(reason: RegExp, suggestion: RegExp): object {
  return { reason: matching(reason), suggestion: matching(suggestion) };
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

  it.each<[title: string, given: readonly unknown[], route: string, reason: RegExp, suggestion: RegExp]>([
    ['a trailing slash', ['https://a.example/'], 'origin', /without a trailing slash/, /^write 'https:/],
    [
      '* among others',
      ['* https://a.example'],
      'origin',
      /other members would have no effect/,
      /from the list/,
    ],
    [
      'a wrong origin in and',
      ['', { and: ['a.example'] }],
      'origin',
      /the scheme is missing/,
      /^write 'https:/,
    ],
    [
      '* with others',
      ['*', { and: ['https://a.example'] }],
      'origin',
      /the text '\*' allows any/,
      /^list the/,
    ],
    [
      '* with an empty list',
      ['*', { and: [] }],
      'origin',
      /the text '\*' allows any/,
      /or leave the option 'and' out/,
    ],
    ['null', [null], 'text', /null is not the text/, /^pass a string or undefined, such as process\.env/],
    [
      'null with and',
      [null, { and: ['https://a.example'] }],
      'text',
      /null is not the text/,
      /^pass a string or undefined/,
    ],
    ['a number', [3000], 'text', /3000 is not the text/, /such as process\.env\.ALLOWED_ORIGINS$/],
    [
      'what is not set, but required',
      [undefined, { required: true }],
      'text',
      /is not set/,
      /^set it, as in /,
    ],
    ['what is blank, but required', [' \n', { required: true }], 'text', /is blank/, /^set it, as in /],
    [
      'what is not set, but required, whatever else there is',
      [undefined, { required: true, and: ['https://a.example'] }],
      'text',
      /is not set/,
      /^set it, as in ALLOWED_ORIGINS=/,
    ],
  ])('%s throws', (_, given, route, reason, suggestion) => {
    expect(problemsOf(...given)).toEqual([
      expect.objectContaining({ ...WHERE, route, routes: [route], ...said(reason, suggestion) }),
    ]);
  });

  it.each<[title: string, options: unknown, field: string, reason: RegExp, suggestion: RegExp]>([
    ['options that are null', null, 'options', /null is not a plain object/, /^write an object such as/],
    [
      'an unknown option',
      { separator: ';' },
      'separator',
      /no option 'separator'/,
      /are 'required' and 'and'$/,
    ],
    ['and that is no list', { and: 'https://a.example' }, 'and', /is not a list of origins/, /^write a list/],
    ['required that is no boolean', { required: 1 }, 'required', /1 is not a boolean/, /^write true$/],
  ])('%s throws', (_, options, field, reason, suggestion) => {
    expect(problemsOf('', options)).toEqual([
      expect.objectContaining({ ...WHERE, route: 'options', field, ...said(reason, suggestion) }),
    ]);
  });

  it('reports every wrong origin', () => {
    expect(problemsOf('https://a.example/ b.example')).toHaveLength(2);
  });

  it('takes a text that is required and there', () => {
    expect(parseOrigins('https://a.example', { required: true })).toEqual(['https://a.example']);
  });
});
