import { exampleOrigin, literalOrigins } from './example-origin.js';

const KNOWN = ['https://app.example.com', 'https://pr-7.example.com'];

describe('An origin that a policy allows', () => {
  it.each<[unknown, string | undefined]>([
    ['https://a.example', 'https://a.example'],
    [['https://*.a.example', 'https://b.example'], 'https://app.a.example'],
    ['https://*.a.example:8443', 'https://app.a.example:8443'],
    ['http://localhost:*', 'http://localhost:3000'],
    ['http://*.a.example:*', 'http://app.a.example:3000'],
    ['app://desktop', 'app://desktop'],
    ['/^https:\\/\\/pr-\\d+\\.example\\.com$/', 'https://pr-7.example.com'],
    ['/^HTTPS:\\/\\/PR-\\d+\\.example\\.com$/gi', 'https://pr-7.example.com'],
    ['/^https:\\/\\/none\\.example$/', 'https://none.example'],
    ['/^https:\\/\\/[a-z-]+\\.a\\.example$/', 'https://a.a.example'],
    ['/^https:\\/\\/\\d+\\.a\\.example$/', 'https://1.a.example'],
    ['/^https:\\/\\/[a-f0-9]{8}\\.a\\.example$/', 'https://aaaaaaaa.a.example'],
    ['/^https?:\\/\\/(?:www\\.|old\\.)?a\\.example(:\\d+)?$/', 'https://www.a.example:1'],
    ['/^https:\\/\\/(?!b)\\w+\\.a\\.example$/', undefined],
    [['[function isPartner]', 'https://a.example'], 'https://a.example'],
    ['[class Origins]', undefined],
    ['*', undefined],
    [false, undefined],
    [undefined, undefined],
  ])('of %j is %j', (value, origin) => {
    expect(exampleOrigin(value, KNOWN)).toBe(origin);
  });
});

it('Patterns and expressions are no origins of a page', () => {
  const value = ['https://a.example', 'https://*.c.example', '/^x$/', 'http://localhost:*', 'null'];

  expect(literalOrigins(value)).toEqual(['https://a.example']);
});
