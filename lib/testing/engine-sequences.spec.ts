import { createServer, type IncomingMessage, type Server } from 'node:http';
import { CorsBrowser } from './cors-browser.js';
import type { CorsRequestInit, CorsResult, ProfileName } from '../browser/index.js';

const PAGE = 'https://app.example.com';
const SECOND_PAGE = 'https://admin.example.com';
const API = 'https://api.example.com';
const OTHER = 'https://other.test';
const OPEN = { 'Access-Control-Allow-Origin': '*' };
const LISTED = {
  ...OPEN,
  'Access-Control-Allow-Methods': 'PUT, PATCH',
  'Access-Control-Allow-Headers': 'content-type, authorization, x-a',
  'Access-Control-Max-Age': '600',
};
const JSON_POST = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' } as const;
const LONG_AGO = 'Mon, 01 Jan 2024 00:00:00 GMT';

type Answer = readonly [status: number, headers: Readonly<Record<string, string>>];

let server: Server;
let answer: (request: IncomingMessage) => Answer;
let browser: CorsBrowser;

const application = {
  getHttpServer: () => server,
  listen: (port: number, host: string) =>
    new Promise<void>(resolve => {
      server.listen(port, host, resolve);
    }),
};

function as(profile: ProfileName): CorsBrowser {
  browser = new CorsBrowser(application, {
    url: API,
    profile,
    servers: { [OTHER]: application, [PAGE]: application },
  });
  return browser;
}

/** `OPTIONS /b GET content-type`: the parts of a request that arrived. */
function arrived({ exchanges }: CorsResult): string[] {
  return exchanges.map(({ request: { method, url, headers } }) =>
    [
      method,
      new URL(url).pathname,
      headers['access-control-request-method'],
      headers['access-control-request-headers'],
    ]
      .filter(part => part !== undefined)
      .join(' '),
  );
}

/**
 * `/a` redirects to `/b` of another origin. Preflights are answered with {@link LISTED} or the
 * given answer.
 */
function redirecting(status: number, to: string, preflight: Record<string, string> = LISTED) {
  answer = ({ method, url }) => {
    if (method === 'OPTIONS') return [204, url === '/b' ? preflight : LISTED];
    return url === '/a' ? [status, { ...OPEN, Location: to }] : [200, OPEN];
  };
}

beforeEach(() => {
  answer = () => [200, OPEN];
  server = createServer((request, response) => {
    const [status, headers] = answer(request);
    response.writeHead(status, headers).end();
  });
});

afterEach(async () => {
  await browser.close();
  server.close();
});

describe('A preflight after a redirect', () => {
  it.each([
    ['standard', []],
    ['chromium', []],
    ['firefox', ['OPTIONS /b GET']],
    ['webkit', ['OPTIONS /b GET content-type']],
  ] as const)('of a JSON POST that became GET, in %s', async (profile, preflights) => {
    redirecting(303, `${API}/b`);
    const result = await as(profile).open(PAGE).fetch('/a', JSON_POST);

    expect(arrived(result)).toEqual(['OPTIONS /a POST content-type', 'POST /a', ...preflights, 'GET /b']);
  });

  it.each([
    ['standard', []],
    ['firefox', ['OPTIONS /b GET']],
    ['webkit', ['OPTIONS /b GET authorization']],
  ] as const)(
    'to another origin, without the Authorization that it had, in %s',
    async (profile, preflights) => {
      redirecting(302, `${OTHER}/b`);
      const headers = { Authorization: 'Bearer x' };
      const result = await as(profile).open(PAGE).fetch('/a', { headers });

      expect(arrived(result)).toEqual(['OPTIONS /a GET authorization', 'GET /a', ...preflights, 'GET /b']);
    },
  );

  it.each([
    ['standard', 'readable'],
    ['firefox', 'readable'],
    ['webkit', 'blocked'],
  ] as const)('is refused for a header that is gone, in %s: %s', async (profile, outcome) => {
    redirecting(303, `${API}/b`, OPEN);

    expect((await as(profile).open(PAGE).fetch('/a', JSON_POST)).outcome).toBe(outcome);
  });

  it.each([
    ['standard', []],
    ['firefox', ['OPTIONS /b GET']],
    ['webkit', ['OPTIONS /b GET content-type']],
  ] as const)(
    'is made in %s although the first request was of the same origin',
    async (profile, preflights) => {
      redirecting(303, `${OTHER}/b`);
      const result = await as(profile).open(API).fetch('/a', JSON_POST);

      expect(arrived(result)).toEqual(['POST /a', ...preflights, 'GET /b']);
    },
  );

  it.each([
    ['standard', 1],
    ['chromium', 2],
    ['firefox', 1],
    ['webkit', 2],
  ] as const)('for the origin null is made in %s %s times of two', async (profile, times) => {
    redirecting(307, `${OTHER}/b`);
    const page = as(profile).open(PAGE);
    const results = [await page.fetch('/a', { method: 'PUT' }), await page.fetch('/a', { method: 'PUT' })];

    expect(results.flatMap(arrived).filter(line => line === 'OPTIONS /b PUT')).toHaveLength(times);
  });

  it.each([
    ['standard', 'blocked'],
    ['firefox', 'readable'],
  ] as const)('to the page itself needs the CORS check in %s: %s', async (profile, outcome) => {
    redirecting(307, `${PAGE}/b`, { 'Access-Control-Allow-Methods': 'PUT' });

    expect((await as(profile).open(PAGE).fetch('/a', { method: 'PUT' })).outcome).toBe(outcome);
  });

  it('is cleared in firefox under the origin that it named, where the answer is withheld', async () => {
    answer = ({ method, url }) => {
      if (method === 'OPTIONS') return [204, LISTED];
      return url === '/a' ? [307, { ...OPEN, Location: `${OTHER}/b` }] : [200, {}];
    };
    const page = as('firefox').open(PAGE);
    const results = [await page.fetch('/a', { method: 'PUT' }), await page.fetch('/a', { method: 'PUT' })];

    expect(results.flatMap(arrived).filter(line => line === 'OPTIONS /b PUT')).toHaveLength(2);
  });
});

describe('The preflight cache', () => {
  it.each([
    ['standard', ['OPTIONS / PUT', 'PUT /']],
    ['chromium', ['OPTIONS / PUT', 'PUT /']],
    ['firefox', ['OPTIONS / PUT', 'PUT /']],
    ['webkit', ['PUT /']],
  ] as const)('after a refusal, in %s: %j', async (profile, expected) => {
    answer = ({ method }) => [
      method === 'OPTIONS' ? 204 : 200,
      { ...OPEN, 'Access-Control-Allow-Methods': 'PUT' },
    ];
    const page = as(profile).open(PAGE);
    await page.fetch('/', { method: 'PUT', headers: { 'X-A': '1' } });

    expect(arrived(await page.fetch('/', { method: 'PUT' }))).toEqual(expected);
  });

  it.each([
    ['standard', 1],
    ['chromium', 2],
  ] as const)(
    'is passed in %s by a script’s own If-None-Match: %s preflights of two',
    async (profile, times) => {
      answer = ({ method }) => [
        method === 'OPTIONS' ? 204 : 200,
        { ...LISTED, 'Access-Control-Allow-Headers': 'If-None-Match' },
      ];
      const page = as(profile).open(PAGE);
      const init = { headers: { 'If-None-Match': '"1"' } };
      const results = [await page.fetch('/', init), await page.fetch('/', init)];

      expect(results.flatMap(arrived).filter(line => line.startsWith('OPTIONS'))).toHaveLength(times);
    },
  );
});

describe('Access-Control-Max-Age: 0', () => {
  it.each([
    ['standard', false],
    ['chromium', false],
    ['firefox', true],
  ] as const)('leaves an earlier answer in the preflight cache, in %s: %s', async (profile, expected) => {
    let listed: Record<string, string> = { ...LISTED, 'Access-Control-Allow-Methods': 'PUT' };
    answer = ({ method }) => (method === 'OPTIONS' ? [204, listed] : [200, OPEN]);
    const page = as(profile).open(PAGE);
    await page.fetch('/', { method: 'PUT' });
    listed = { ...LISTED, 'Access-Control-Max-Age': '0' };
    await page.fetch('/', { method: 'PATCH' });
    const { preflight } = await page.fetch('/', { method: 'PUT' });

    expect(preflight === undefined).toBe(expected);
  });
});

describe('A failure of a request that needed no preflight', () => {
  it.each([
    ['standard', ['PUT /']],
    ['chromium', ['PUT /']],
    ['firefox', ['OPTIONS / PUT', 'PUT /']],
  ] as const)('leaves the preflight cache in %s: %j', async (profile, expected) => {
    answer = ({ method }) => (method === 'GET' ? [200, {}] : [200, LISTED]);
    const page = as(profile).open(PAGE);
    await page.fetch('/', { method: 'PUT' });
    await page.fetch('/');

    expect(arrived(await page.fetch('/', { method: 'PUT' }))).toEqual(expected);
  });
});

describe('A header that is given twice', () => {
  it.each([
    ['standard', 'x-a'],
    ['chromium', 'x-a'],
    ['firefox', 'x-a,x-a'],
    ['webkit', 'x-a'],
  ] as const)('is named in %s: %s', async (profile, names) => {
    answer = () => [200, LISTED];
    const headers = [
      ['X-A', '1'],
      ['X-A', '2'],
    ] as const;
    const { preflight } = await as(profile).open(PAGE).fetch('/', { headers });

    expect(preflight?.request.headers['access-control-request-headers']).toBe(names);
  });

  it('counts in firefox only with the values that need a preflight, and goes out with the last', async () => {
    answer = () => [200, LISTED];
    const headers = [
      ['Content-Type', 'application/json'],
      ['Content-Type', 'text/plain'],
    ] as const;
    const { exchanges } = await as('firefox').open(PAGE).fetch('/', { headers });

    expect(exchanges.map(({ request }) => request.headers)).toMatchObject([
      { 'access-control-request-headers': 'content-type' },
      { 'content-type': 'text/plain' },
    ]);
  });

  it('goes out once in mode no-cors, where both values together need a preflight', async () => {
    const headers = [
      ['Content-Type', 'text/plain'],
      ['Content-Type', 'text/plain'],
    ] as const;
    const { exchanges } = await as('standard').open(PAGE).fetch('/', { mode: 'no-cors', headers });

    expect(exchanges[0]?.request.headers).toHaveProperty('content-type', 'text/plain');
  });
});

describe('The HTTP cache', () => {
  /** Whether the cache answers the second of two requests. */
  async function isReused(
    profile: ProfileName,
    response: Answer,
    first: CorsRequestInit & { page?: string } = {},
    second: CorsRequestInit & { page?: string } = {},
  ): Promise<boolean> {
    answer = () => response;
    const pages = as(profile);
    await fetchOf(pages, first.page ?? PAGE, first);
    return (await fetchOf(pages, second.page ?? PAGE, second)).exchanges.length === 0;
  }

  function fetchOf(pages: CorsBrowser, page: string, init: CorsRequestInit & { page?: string }) {
    return pages.open(page).fetch('/', init);
  }

  const FRESH: Answer = [
    200,
    {
      'Access-Control-Allow-Origin': PAGE,
      'Access-Control-Allow-Credentials': 'true',
      'Cache-Control': 'max-age=600',
    },
  ];

  it.each(['standard', 'chromium', 'firefox', 'webkit'] as const)(
    'is shared by the origins of a site in %s, and by no other',
    async profile => {
      expect(await isReused(profile, FRESH, {}, { page: SECOND_PAGE })).toBe(true);
      expect(await isReused(profile, FRESH, {}, { page: OTHER })).toBe(false);
    },
  );

  it('gives the second origin of a site the answer for the first one, without Vary', async () => {
    answer = ({ headers }) => [
      200,
      { 'Access-Control-Allow-Origin': headers.origin ?? '', 'Cache-Control': 'max-age=600' },
    ];
    const pages = as('webkit');
    await pages.open(PAGE).fetch('/');

    expect((await pages.open(SECOND_PAGE).fetch('/')).reason).toContain(`has a value '${PAGE}'`);
  });

  it.each([
    ['standard', true],
    ['chromium', true],
    ['firefox', false],
    ['webkit', true],
  ] as const)('serves requests with and without credentials alike in %s: %s', async (profile, expected) => {
    const image = { mode: 'no-cors', credentials: 'include' } as const;

    expect(await isReused(profile, FRESH, { credentials: 'include' }, { credentials: 'omit' })).toBe(
      expected,
    );
    expect(await isReused(profile, FRESH, { credentials: 'omit' }, { credentials: 'include' })).toBe(
      expected,
    );
    expect(await isReused(profile, FRESH, image, {})).toBe(expected);
    expect(await isReused(profile, FRESH, {}, { credentials: 'omit' })).toBe(true);
  });

  it.each([
    ['standard', true, true],
    ['chromium', false, true],
    ['firefox', true, false],
  ] as const)('keeps what was withheld in %s: %s; a redirect: %s', async (profile, response, redirect) => {
    const headers = { 'Cache-Control': 'max-age=600', 'Location': `${OTHER}/there` };

    expect(await isReused(profile, [200, headers])).toBe(response);
    expect(await isReused(profile, [302, headers])).toBe(redirect);
  });

  it.each([
    ['standard', false, false, false],
    ['chromium', true, true, true],
    ['firefox', true, true, false],
  ] as const)(
    'guesses in %s how long a response is fresh: with Last-Modified %s, 410 %s, 301 %s',
    async (profile, modified, gone, moved) => {
      expect(await isReused(profile, [200, { ...OPEN, 'Last-Modified': LONG_AGO }])).toBe(modified);
      expect(await isReused(profile, [410, OPEN])).toBe(gone);
      answer = ({ url }) => (url === '/' ? [301, { ...OPEN, Location: '/b' }] : [200, OPEN]);
      const page = as(profile).open(PAGE);
      await page.fetch('/');
      expect(arrived(await page.fetch('/')).includes('GET /')).toBe(!moved);
    },
  );

  it.each([
    ['standard', true],
    ['chromium', true],
    ['firefox', false],
  ] as const)('keeps a 404 that says max-age in %s: %s', async (profile, expected) => {
    expect(await isReused(profile, [404, FRESH[1]])).toBe(expected);
  });

  it('uses Expires without max-age, and treats no-cache as stale', async () => {
    const expires = new Date(Date.now() + 60_000).toUTCString();

    expect(await isReused('standard', [200, { ...OPEN, Expires: expires }])).toBe(true);
    expect(await isReused('standard', [200, { ...OPEN, Expires: '0' }])).toBe(false);
    expect(
      await isReused('standard', [200, { ...OPEN, 'Expires': expires, 'Cache-Control': 'no-cache' }]),
    ).toBe(false);
  });

  it.each([
    ['standard', false, false],
    ['chromium', true, false],
    ['firefox', false, true],
  ] as const)('answers HEAD in %s after GET: %s, after HEAD: %s', async (profile, get, head) => {
    expect(await isReused(profile, FRESH, {}, { method: 'HEAD' })).toBe(get);
    expect(await isReused(profile, FRESH, { method: 'HEAD' }, { method: 'HEAD' })).toBe(head);
  });

  it.each([
    ['standard', undefined, '"a"'],
    ['chromium', '"a"', '"b"'],
    ['firefox', '"a"', '"b"'],
  ] as const)('asks about another variant in %s with %s', async (profile, changed, known) => {
    answer = ({ headers }) => [
      200,
      { ...OPEN, Vary: 'Origin', ETag: headers.origin === PAGE ? '"a"' : '"b"' },
    ];
    const pages = as(profile);
    const asked = async (page: string) =>
      (await pages.open(page).fetch('/')).exchanges[0]?.request.headers['if-none-match'];
    await asked(PAGE);

    expect(await asked(SECOND_PAGE)).toBe(changed);
    expect(await asked(PAGE)).toBe(known);
  });

  it.each([
    ['standard', 'POST', 200, false],
    ['standard', 'PUT', 200, false],
    ['standard', 'POST', 404, true],
    ['chromium', 'PUT', 200, true],
    ['chromium', 'POST', 303, false],
    ['firefox', 'POST', 404, false],
  ] as const)(
    'in %s, after %s answered by %s, still has the response: %s',
    async (profile, method, status, expected) => {
      answer = request => (request.method === 'GET' ? FRESH : [status, LISTED]);
      const page = as(profile).open(PAGE);
      await page.fetch('/');
      await page.fetch('/', { method, redirect: 'manual' });

      expect((await page.fetch('/')).exchanges.length === 0).toBe(expected);
    },
  );

  it.each([
    ['standard', false, false],
    ['firefox', true, true],
  ] as const)(
    'in %s, after a change at another site still has the response: %s; forgets by a change with no-store: %s',
    async (profile, foreign, unstored) => {
      answer = request => (request.method === 'GET' ? FRESH : [200, LISTED]);
      const shop = as(profile).open('https://shop.test');
      await shop.fetch('/');
      await shop.fetch('/', { method: 'POST' });
      expect((await shop.fetch('/')).exchanges.length === 0).toBe(foreign);

      const page = browser.open(PAGE);
      await page.fetch('/');
      await page.fetch('/', { method: 'POST', cache: 'no-store' });
      expect((await page.fetch('/')).exchanges.length > 0).toBe(unstored);
    },
  );

  it.each([
    ['standard', true, true, true],
    ['firefox', false, false, false],
  ] as const)(
    'in %s still has the response for Authorization: %s; after a refused reload: %s; after a POST that led there: %s',
    async (profile, authorized, reloaded, posted) => {
      answer = ({ method }) => {
        if (method === 'OPTIONS') return [204, { ...OPEN, 'Access-Control-Allow-Headers': 'authorization' }];
        return method === 'POST' ? [303, { ...OPEN, Location: '/b' }] : FRESH;
      };
      const page = as(profile).open(PAGE);
      await page.fetch('/a');
      const headers = { Authorization: 'Bearer x' };
      expect(arrived(await page.fetch('/a', { headers })).includes('GET /a')).toBe(!authorized);

      await page.fetch('/c');
      await page.fetch('/c', { cache: 'reload', headers: { 'X-A': '1' } });
      expect(arrived(await page.fetch('/c')).length === 0).toBe(reloaded);
      await page.fetch('/c', { method: 'DELETE', cache: 'reload' });
      expect(arrived(await page.fetch('/c'))).toEqual([]);

      await page.fetch('/b');
      expect(arrived(await page.fetch('/d', { method: 'POST' })).length === 1).toBe(posted);
    },
  );

  it.each([
    ['standard', false],
    ['chromium', false],
    ['firefox', true],
  ] as const)(
    'still has a response that was asked about, after a 303 that says nothing, in %s: %s',
    async (profile, expected) => {
      const known = { ...OPEN, ETag: '"1"' };
      let isFirst = true;
      answer = ({ url }) => (isFirst || url !== '/' ? [200, known] : [303, { ...OPEN, Location: '/b' }]);
      const page = as(profile).open(PAGE);
      await page.fetch('/');
      isFirst = false;
      await page.fetch('/');
      const { exchanges } = await page.fetch('/');

      expect(exchanges[0]?.request.headers['if-none-match'] === '"1"').toBe(expected);
    },
  );

  it.each([
    ['PATCH', 'standard', true],
    ['PATCH', 'chromium', false],
    ['PATCH', 'firefox', false],
    ['POST', 'chromium', true],
  ] as const)(
    'is reused after a %s with cache: reload that failed, in %s: %s',
    async (method, profile, expected) => {
      answer = request =>
        request.method === 'OPTIONS'
          ? [204, LISTED]
          : request.method === 'GET'
            ? [200, { ...OPEN, 'Cache-Control': 'max-age=600' }]
            : [404, OPEN];
      const page = as(profile).open(PAGE);
      await page.fetch('/');
      await page.fetch('/', { method, cache: 'reload' });

      expect((await page.fetch('/')).exchanges.length === 0).toBe(expected);
    },
  );

  it.each([
    ['standard', 'reload', '"1"'],
    ['chromium', 'reload', '"1"'],
    ['chromium', 'default', undefined],
  ] as const)(
    'in %s, HEAD with cache: %s whose response is withheld leaves the ETag %s of GET',
    async (profile, cache, expected) => {
      answer = ({ method }) => [200, method === 'HEAD' ? {} : { ...OPEN, ETag: '"1"' }];
      const page = as(profile).open(PAGE);
      await page.fetch('/');
      await page.fetch('/', { method: 'HEAD', cache });
      const { exchanges } = await page.fetch('/');

      expect(exchanges[0]?.request.headers['if-none-match']).toBe(expected);
    },
  );

  it.each(['standard', 'chromium', 'firefox'] as const)(
    'is passed by a script’s own condition in %s',
    async profile => {
      answer = ({ method }) =>
        method === 'OPTIONS' ? [204, { ...OPEN, 'Access-Control-Allow-Headers': '*' }] : FRESH;
      const page = as(profile).open(PAGE);
      await page.fetch('/');
      const { exchanges } = await page.fetch('/', { headers: { 'If-None-Match': '"mine"' } });

      expect(exchanges.at(-1)?.request.headers).toHaveProperty('if-none-match', '"mine"');
    },
  );
});

describe('Headers after redirects', () => {
  it.each([
    ['standard', undefined],
    ['chromium', undefined],
    ['firefox', 'text/plain'],
  ] as const)(
    'a Content-Type that went with the body is back after a second one in %s: %s',
    async (profile, type) => {
      answer = ({ url }) => {
        if (url === '/a') return [302, { ...OPEN, Location: '/b' }];
        return url === '/b' ? [307, { ...OPEN, Location: '/c' }] : [200, OPEN];
      };
      const init = { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: 'x' };
      const { exchanges } = await as(profile).open(PAGE).fetch('/a', init);

      expect(exchanges.map(({ request }) => request.headers['content-type'])).toEqual([
        'text/plain',
        undefined,
        type,
      ]);
    },
  );

  it.each([
    ['standard', [undefined, undefined]],
    ['firefox', [undefined, 'content-type']],
    ['webkit', ['content-type', 'content-type']],
  ] as const)('one that two redirects of a POST took away is named in %s: %j', async (profile, named) => {
    answer = ({ method, url }) => {
      if (method === 'OPTIONS') return [204, LISTED];
      if (url === '/a') return [302, { ...OPEN, Location: '/b' }];
      return url === '/b' ? [303, { ...OPEN, Location: '/c' }] : [200, OPEN];
    };
    const { exchanges } = await as(profile).open(PAGE).fetch('/a', JSON_POST);
    const headersOf = (kind: string, path: string) =>
      exchanges.find(exchange => exchange.kind === kind && new URL(exchange.request.url).pathname === path)
        ?.request.headers;

    expect(
      ['/b', '/c'].map(path => headersOf('preflight', path)?.['access-control-request-headers']),
    ).toEqual(named);
    expect(headersOf('actual', '/c')?.['content-type']).toBeUndefined();
  });
});

describe('The Content-Type of a body after redirects', () => {
  it.each([
    ['standard', {}, undefined],
    ['chromium', {}, undefined],
    ['firefox', {}, 'text/plain;charset=UTF-8'],
    ['firefox', { uploadListener: false }, undefined],
  ] as const)('after a 303 and a 302 of a PUT in %s, with %j: %s', async (profile, init, expected) => {
    answer = ({ method, url }) => {
      if (method === 'OPTIONS') return [204, LISTED];
      if (url === '/a') return [303, { ...OPEN, Location: '/b' }];
      return url === '/b' ? [302, { ...OPEN, Location: '/c' }] : [200, OPEN];
    };
    const { exchanges } = await as(profile)
      .open(PAGE)
      .fetch('/a', { method: 'PUT', body: 'x', ...init });

    expect(exchanges.at(-1)?.request.url).toBe(`${API}/c`);
    expect(exchanges.at(-1)?.request.headers['content-type']).toBe(expected);
  });
});

describe('Sec-Fetch-Site after redirects', () => {
  it.each([
    ['standard', 'cross-site'],
    ['chromium', 'same-origin'],
    ['firefox', 'cross-site'],
    ['webkit', undefined],
  ] as const)(
    'through another site back to the page’s origin, preflighted, in %s: %s',
    async (profile, expected) => {
      redirecting(307, `${API}/b`);
      const { exchanges } = await as(profile).open(API).fetch(`${OTHER}/a`, { method: 'PUT' });

      expect(exchanges.at(-1)?.request).toMatchObject({ method: 'PUT', url: `${API}/b` });
      expect(exchanges.at(-1)?.request.headers['sec-fetch-site']).toBe(expected);
    },
  );

  it.each([
    ['standard', 'cross-site'],
    ['chromium', 'cross-site'],
    ['firefox', 'cross-site'],
    ['webkit', undefined],
  ] as const)('through another site back to the page’s origin, in %s: %s', async (profile, expected) => {
    redirecting(302, `${API}/b`);
    const { exchanges } = await as(profile).open(API).fetch(`${OTHER}/a`);

    expect(exchanges.map(({ request }) => request.headers['sec-fetch-site'])).toEqual([
      'cross-site',
      expected,
    ]);
  });

  it.each([
    ['standard', ['same-site', 'same-site']],
    ['firefox', ['same-site', 'cross-site']],
  ] as const)('within a site, in %s: %j', async (profile, expected) => {
    redirecting(302, `${API}/b`);
    const { exchanges } = await as(profile).open(PAGE).fetch('/a');

    expect(exchanges.map(({ request }) => request.headers['sec-fetch-site'])).toEqual(expected);
  });

  it('within the page’s origin stays same-origin in firefox', async () => {
    redirecting(302, '/b');
    const { exchanges } = await as('firefox').open(API).fetch('/a');

    expect(exchanges.at(-1)?.request.headers['sec-fetch-site']).toBe('same-origin');
  });
});

describe('Sites and cookies', () => {
  it.each([
    ['standard', 'cross-site', undefined],
    ['firefox', 'same-site', 'a=1'],
  ] as const)('of different schemes, in %s: %s', async (profile, site, cookie) => {
    const pages = new CorsBrowser(application, { url: API, profile });
    browser = pages;
    await pages.setCookie('a=1; SameSite=Lax');
    const { exchanges } = await pages.open('http://app.example.com').fetch('/', { credentials: 'include' });

    expect(exchanges[0]?.request.headers['sec-fetch-site']).toBe(site);
    expect(exchanges[0]?.request.headers.cookie).toBe(cookie);
  });

  it.each([
    ['standard', 'a=1'],
    ['firefox', undefined],
  ] as const)('of another site come in %s from the user’s own visit: %s', async (profile, cookie) => {
    const pages = as(profile);
    await pages.setCookie('a=1; SameSite=None; Secure');
    const { exchanges } = await pages.open('https://shop.test').fetch('/', { credentials: 'include' });

    expect(exchanges[0]?.request.headers.cookie).toBe(cookie);
  });

  it.each([
    ['standard', 'a=1'],
    ['firefox', undefined],
  ] as const)('come in %s after a redirect through another site: %s', async (profile, cookie) => {
    redirecting(302, `${API}/b`);
    const pages = as(profile);
    await pages.setCookie('a=1; SameSite=Lax; Path=/');
    const { exchanges } = await pages
      .open(PAGE)
      .fetch(`${OTHER}/a`, { mode: 'no-cors', credentials: 'include' });

    expect(exchanges.map(({ request }) => request.headers.cookie)).toEqual([undefined, cookie]);
  });

  it.each([
    ['standard', PAGE, undefined],
    ['chromium', PAGE, 'a=1'],
    ['firefox', PAGE, undefined],
    ['chromium', API, undefined],
  ] as const)(
    'in mode no-cors with same-origin credentials, in %s, redirected from %s to a third origin: %s',
    async (profile, from, cookie) => {
      redirecting(302, `${OTHER}/b`);
      const pages = as(profile);
      await pages.setCookie('a=1; SameSite=None; Secure; Path=/', OTHER);
      const { exchanges } = await pages.open(PAGE).fetch(`${from}/a`, { mode: 'no-cors' });

      expect(exchanges.map(({ request }) => request.headers.cookie)).toEqual([undefined, cookie]);
    },
  );

  it('of another site are kept in firefox for each site of a page', async () => {
    answer = () => [200, { ...OPEN, 'Set-Cookie': 'a=1; SameSite=None; Secure' }];
    const pages = as('firefox');
    const cookieOf = async (page: string) =>
      (await pages.open(page).fetch('/', { credentials: 'include' })).exchanges[0]?.request.headers.cookie;
    await cookieOf('https://shop.test');

    expect(await cookieOf('https://shop.test')).toBe('a=1');
    expect(await cookieOf('https://news.test')).toBeUndefined();
  });
});

describe('Origin in mode no-cors', () => {
  it.each([
    ['standard', API],
    ['chromium', 'null'],
  ] as const)('after a redirect from the page’s origin to another, in %s: %s', async (profile, origin) => {
    redirecting(307, `${OTHER}/b`);
    const { exchanges } = await as(profile).open(API).fetch('/a', { method: 'POST', mode: 'no-cors' });

    expect(exchanges.at(-1)?.request.headers.origin).toBe(origin);
  });

  it.each([
    ['standard', 'null'],
    ['chromium', PAGE],
  ] as const)('of a page over TLS to loopback, in %s: %s', async (profile, origin) => {
    browser = new CorsBrowser(application, { profile });
    const { exchanges } = await browser.open(PAGE).fetch('/', { method: 'POST', mode: 'no-cors' });

    expect(exchanges[0]?.request.headers.origin).toBe(origin);
  });
});
