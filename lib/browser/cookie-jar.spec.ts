import { CookieJar } from './cookie-jar.js';
import { guessRegistrableDomain, isSameSite } from './same-site.js';

const API = new URL('https://api.example.com/v1/cats');
const PAGE = 'https://app.example.com';
const FOREIGN = 'https://evil.test';

function jar(line: string, { url = API, origin }: { url?: URL; origin?: string } = {}) {
  const clock = { now: Date.UTC(2026, 0) };
  const cookies = new CookieJar(
    () => clock.now,
    (a, b) => isSameSite(a, b, guessRegistrableDomain),
  );
  cookies.store(line, url, origin);
  return { clock, cookies };
}

describe('The cookie jar', () => {
  it.each([
    ['its own host', 'a=1; Path=/', API, PAGE, 'a=1'],
    ['any port', 'a=1; Path=/', new URL('https://api.example.com:8443/'), PAGE, 'a=1'],
    ['its domain', 'a=1; Domain=.example.com; Path=/', new URL('https://www.example.com/'), PAGE, 'a=1'],
    ['its path', 'a=1', new URL('https://api.example.com/v1/dogs'), PAGE, 'a=1'],
    ['not another host', 'a=1; Path=/', new URL('https://www.example.com/'), PAGE, undefined],
    ['not another path', 'a=1', new URL('https://api.example.com/v2'), PAGE, undefined],
    ['not http, where secure', 'a=1; Path=/; Secure', new URL('http://api.example.com/'), PAGE, undefined],
    ['another site, SameSite=None', 'a=1; Path=/; SameSite=None; Secure', API, FOREIGN, 'a=1'],
    ['not another site, SameSite=Lax', 'a=1; Path=/; SameSite=Lax', API, FOREIGN, undefined],
    ['not another site, no SameSite', 'a=1; Path=/', API, FOREIGN, undefined],
    ['not an opaque origin', 'a=1; Path=/', API, 'null', undefined],
    ['not the site over http', 'a=1; Path=/', API, 'http://app.example.com', undefined],
  ])('sends to %s', (_what, line, url, origin, expected) => {
    expect(jar(line).cookies.header(url, origin)).toBe(expected);
  });

  it.each([
    ['SameSite=None without Secure', 'a=1; SameSite=None', {}],
    ['Secure from http', 'a=1; Secure', { url: new URL('http://api.example.com/') }],
    ['another domain', 'a=1; Domain=example.org', {}],
    ['a top-level domain', 'a=1; Domain=com', {}],
    ['__Secure- without Secure', '__Secure-a=1', {}],
    ['__Host- with a path', '__Host-a=1; Secure; Path=/v1', {}],
    ['SameSite=Lax for a page of another site', 'a=1; SameSite=Lax', { origin: FOREIGN }],
    ['nothing', '=', {}],
  ])('does not store %s', (_what, line, options) => {
    expect(jar(line, options).cookies.header(API, PAGE)).toBeUndefined();
  });

  it('Max-Age goes before Expires', () => {
    const { cookies, clock } = jar('a=1; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT');
    expect(cookies.header(API, PAGE)).toBe('a=1');
    clock.now += 10_000;
    expect(cookies.header(API, PAGE)).toBeUndefined();
  });

  it('a past Expires deletes', () => {
    const { cookies } = jar('a=1');
    cookies.store('a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT', API);
    expect(cookies.header(API, PAGE)).toBeUndefined();
  });

  it('the longest path goes first', () => {
    const { cookies } = jar('a=1; Path=/');
    cookies.store('b=2; Path=/v1', API);
    cookies.store('c', API);
    expect(cookies.header(API, PAGE)).toBe('b=2; c; a=1');
  });
});
