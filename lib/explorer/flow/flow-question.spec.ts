import { BadRequestException } from '@nestjs/common';
import { combinedHeaders, flowQuestion } from './flow-question.js';

const LEAST = 'origin=https://a.example&method=GET&url=/';
const ask = (query: string) => flowQuestion(new URLSearchParams(query));

describe('A question', () => {
  it('has a page, a method and a URL', () => {
    expect(ask(LEAST)).toEqual({
      origin: 'https://a.example',
      method: 'GET',
      url: '/',
      headers: [],
      credentials: false,
    });
  });

  it('may have headers, with colons in their values, and credentials', () => {
    expect(ask(`${LEAST}&header=A: b:c&header=A:d&header=E:&credentials=true`)).toMatchObject({
      headers: [
        ['A', 'b:c'],
        ['A', 'd'],
        ['E', ''],
      ],
      credentials: true,
    });
  });

  it.each(['https://a.example/b', 'HTTP://a.example', 'ws://a.example/b', 'wss://a.example'])(
    'may have the whole URL %s',
    url => {
      expect(ask(`origin=null&method=GET&url=${url}`).url).toBe(url);
    },
  );

  it.each([
    ['method=GET&url=/', 'origin: it is missing.'],
    ['origin=&method=GET&url=/', 'origin: it is missing.'],
    ['origin=null&url=/', 'method: it is missing.'],
    ['origin=null&method=GET', 'url: it is missing.'],
    [`${LEAST}&origin=null`, 'origin: it is there more than once.'],
    [`${LEAST}&url=/x`, 'url: it is there more than once.'],
    ['origin=null&method=GET&url=x', /^url: write a path/],
    ['origin=null&method=GET&url=javascript:1', /^url: write a path/],
    [`origin=${'a'.repeat(401)}&method=GET&url=/`, 'origin: at most 400 characters are accepted.'],
    [`origin=null&method=${'A'.repeat(41)}&url=/`, 'method: at most 40 characters are accepted.'],
    [`origin=null&method=GET&url=/${'a'.repeat(2048)}`, 'url: at most 2048 characters are accepted.'],
    [`${LEAST}&header=nocolon`, 'header: write Name: value.'],
    [`${LEAST}&header=:value`, 'header: write Name: value.'],
    [`${LEAST}&header=A:${'b'.repeat(4200)}`, 'header: at most 4200 characters are accepted.'],
    [`${LEAST}${'&header=A:b'.repeat(65)}`, 'header: at most 64 headers are accepted.'],
    [`${LEAST}&credentials=yes`, 'credentials: write true or false.'],
    [`${LEAST}&reload=1`, /^There is no such parameter/],
    [`${LEAST}&__proto__=1`, /^There is no such parameter/],
  ])('%.60s is a 400 that says why', (query, message) => {
    expect(() => ask(query)).toThrow(BadRequestException);
    expect(() => ask(query)).toThrow(message);
  });

  it('combines headers that were written twice, whatever their name', () => {
    const combined = combinedHeaders([
      ['A', '1'],
      ['A', '2'],
      ['__proto__', '3'],
    ]);

    expect(Object.entries(combined)).toEqual([
      ['A', '1, 2'],
      ['__proto__', '3'],
    ]);
  });
});
