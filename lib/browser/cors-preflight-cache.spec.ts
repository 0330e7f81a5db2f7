import { requestWith } from '../../test/conformance/support/requests.js';
import { CorsPreflightCache } from './cors-preflight-cache.js';
import { engineProfile, type ProfileName } from './engine-profile.js';

const PUT = requestWith({ method: 'PUT' });
const GRANT = { methods: ['PUT'], headerNames: ['X-A'], maxAge: 600 };

function cacheOf(profile: ProfileName = 'standard') {
  const clock = { now: 0 };
  return { clock, cache: new CorsPreflightCache(engineProfile(profile), () => clock.now) };
}

describe('The CORS-preflight cache', () => {
  it('matches methods and header names apart, names in any case', () => {
    const { cache } = cacheOf();
    cache.add(PUT, GRANT);

    expect(cache.match(PUT).method).toBe(true);
    expect(cache.match(requestWith({ method: 'PATCH' })).method).toBe(false);
    expect(cache.match(requestWith()).headerName('x-a')).toBe(true);
    expect(cache.match(requestWith()).headerName('x-b')).toBe(false);
  });

  it('forgets entries when their time has come', () => {
    const { cache, clock } = cacheOf();
    cache.add(PUT, GRANT);

    clock.now = 599_999;
    expect(cache.match(PUT).method).toBe(true);
    clock.now = 600_000;
    expect(cache.match(PUT).method).toBe(false);
  });

  it('gives a known entry the new max-age', () => {
    const { cache, clock } = cacheOf();
    cache.add(PUT, GRANT);
    cache.add(PUT, { ...GRANT, maxAge: 5 });
    clock.now = 5_000;

    expect(cache.match(PUT).method).toBe(false);
  });

  it.each([
    [
      'another URL',
      requestWith({ method: 'PUT', urlList: [new URL('https://api.example.com/cats?page=2')] }),
    ],
    ['another origin', requestWith({ method: 'PUT', origin: 'https://other.example.com' })],
    ['credentials', requestWith({ method: 'PUT', credentials: 'include' })],
  ])('does not serve %s', (_what, request) => {
    const { cache } = cacheOf();
    cache.add(PUT, GRANT);

    expect(cache.match(request).method).toBe(false);
  });

  it.each([
    ['standard', true],
    ['chromium', true],
    ['firefox', false],
  ] as const)('%s: what was got with credentials serves requests without: %s', (profile, expected) => {
    const { cache } = cacheOf(profile);
    cache.add(requestWith({ method: 'PUT', credentials: 'include' }), GRANT);

    expect(cache.match(PUT).method).toBe(expected);
  });

  it('* stands for any method, and for any header name but Authorization', () => {
    const { cache } = cacheOf();
    cache.add(PUT, { methods: ['*'], headerNames: ['*'], maxAge: 5 });

    expect(cache.match(requestWith({ method: 'PATCH' })).method).toBe(true);
    expect(cache.match(PUT).headerName('x-any')).toBe(true);
    expect(cache.match(PUT).headerName('authorization')).toBe(false);
  });

  it('clear cache entries: those of the origin and the URL', () => {
    const { cache } = cacheOf();
    const other = requestWith({ method: 'PUT', origin: 'https://other.example.com' });
    cache.add(PUT, GRANT);
    cache.add(other, GRANT);
    cache.clear(PUT);

    expect(cache.match(PUT).method).toBe(false);
    expect(cache.match(other).method).toBe(true);
  });

  it('chromium keeps the last answer as a whole, the standard adds up', () => {
    const second = { methods: ['PATCH'], headerNames: [], maxAge: 600 };
    const [standard, chromium] = [cacheOf().cache, cacheOf('chromium').cache];
    for (const cache of [standard, chromium]) {
      cache.add(PUT, GRANT);
      cache.add(PUT, second);
    }

    expect(standard.match(PUT).method).toBe(true);
    expect(chromium.match(PUT).method).toBe(false);
  });
});
