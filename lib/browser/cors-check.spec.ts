import { PAGE, requestWith, responseWith } from '../../test/conformance/support/requests.js';
import { corsCheckFailure } from './cors-check.js';
import type { CredentialsMode } from './fetch-request.js';
import type { Header } from './header-list.js';

const ACAO = 'Access-Control-Allow-Origin';
const ACAC = 'Access-Control-Allow-Credentials';

function check(headers: readonly Header[], credentials: CredentialsMode, origin = PAGE) {
  return corsCheckFailure(requestWith({ credentials, origin }), responseWith(headers));
}

describe('CORS check', () => {
  it.each<[string, Header[], CredentialsMode]>([
    ["If request's credentials mode is not include and origin is *, return success", [[ACAO, '*']], 'omit'],
    ['the same with same-origin', [[ACAO, '*']], 'same-origin'],
    ["If request's credentials mode is not include, return success", [[ACAO, PAGE]], 'same-origin'],
    [
      'If credentials is `true`, return success',
      [
        [ACAO, PAGE],
        [ACAC, 'true'],
      ],
      'include',
    ],
    [
      'credentials do not matter without include',
      [
        [ACAO, PAGE],
        [ACAC, 'false'],
      ],
      'omit',
    ],
  ])('%s', (_sentence, headers, credentials) => {
    expect(check(headers, credentials)).toBeUndefined();
  });

  it.each<[string, Header[], CredentialsMode, RegExp]>([
    ['If origin is null, return failure', [], 'omit', /^No 'Access-Control-Allow-Origin'/],
    [
      '* is a literal with include',
      [
        [ACAO, '*'],
        [ACAC, 'true'],
      ],
      'include',
      /must not be the wildcard/,
    ],
    [
      'two lines are one value',
      [
        [ACAO, PAGE],
        [ACAO, PAGE],
      ],
      'omit',
      /multiple values/,
    ],
    [
      'another origin is not origin',
      [[ACAO, 'https://example.com']],
      'omit',
      /not equal to the supplied origin/,
    ],
    ['origins compare byte by byte', [[ACAO, PAGE.toUpperCase()]], 'omit', /not equal/],
    ['an empty value is not an origin', [[ACAO, '']], 'omit', /has a value ''/],
    ['null is another origin', [[ACAO, 'null']], 'omit', /'null'/],
    [
      'Return failure: no credentials',
      [[ACAO, PAGE]],
      'include',
      /'Access-Control-Allow-Credentials' header in the response is ''/,
    ],
    [
      'Return failure: credentials compare by case',
      [
        [ACAO, PAGE],
        [ACAC, 'True'],
      ],
      'include',
      /is 'True'/,
    ],
  ])('%s', (_sentence, headers, credentials, failure) => {
    expect(check(headers, credentials)).toMatch(failure);
  });

  it('an opaque origin is serialised as null', () => {
    expect(check([[ACAO, 'null']], 'omit', 'null')).toBeUndefined();
    expect(check([[ACAO, PAGE]], 'omit', 'null')).toMatch(/'null'/);
  });

  it('a redirect from a foreign origin to another taints the origin', () => {
    const urlList: [URL, ...URL[]] = [new URL('https://api.example.com/'), new URL('https://other.test/')];
    const request = requestWith({ urlList });

    expect(corsCheckFailure(request, responseWith([[ACAO, PAGE]]))).toMatch(/supplied origin 'null'/);
    expect(corsCheckFailure(request, responseWith([[ACAO, 'null']]))).toBeUndefined();
  });

  it('a redirect from the own origin to another does not', () => {
    const urlList: [URL, ...URL[]] = [new URL(`${PAGE}/`), new URL('https://api.example.com/')];

    expect(corsCheckFailure(requestWith({ urlList }), responseWith([[ACAO, PAGE]]))).toBeUndefined();
  });
});
