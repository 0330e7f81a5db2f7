import { ExplorerToken } from './explorer-token.js';

const HOST = { host: 'localhost:3000' };

describe('The token of the explorer', () => {
  const token = new ExplorerToken();
  const { value } = token;
  const placeOf = (query: string, cookie?: string, host = HOST.host) =>
    token.placeIn(new URLSearchParams(query), { host, ...(cookie === undefined ? {} : { cookie }) });

  it('is long, of characters that a URL bears, and another for each application', () => {
    expect(value).toMatch(/^[\w-]{43}$/);
    expect(new ExplorerToken().value).not.toBe(value);
  });

  it.each([
    [`token=${value}`, undefined, 'address'],
    [`a=b&token=${value}`, undefined, 'address'],
    [`token=&token=${value}`, undefined, 'address'],
    ['', `cors-explorer-3000=${value}`, 'cookie'],
    ['', `a=b; cors-explorer-3000=${value}; c=d`, 'cookie'],
    ['', `cors-explorer-3000=old;cors-explorer-3000=${value}`, 'cookie'],
    ['token=wrong', `cors-explorer-3000=${value}`, 'cookie'],
  ])('is found in %j and %j', (query, cookie, place) => {
    expect(placeOf(query, cookie)).toBe(place);
  });

  it.each([
    ['', undefined],
    ['token', undefined],
    ['token=', undefined],
    [`token=${value}x`, undefined],
    [`token=${value.slice(1)}`, undefined],
    [`Token=${value}`, undefined],
    [`token=${value.toLowerCase()}`, undefined],
    ['', ''],
    ['', value],
    ['', `cors-explorer=${value}`],
    ['', `cors-explorer-3001=${value}`],
    ['', `x-cors-explorer-3000=${value}`],
    ['', `cors-explorer-3000="${value}"`],
    ['', 'cors-explorer-3000='],
  ])('is not found in %j and %j', (query, cookie) => {
    expect(placeOf(query, cookie)).toBeUndefined();
  });

  it('has a cookie of its own for each port', () => {
    expect(token.cookie(HOST, '/api/cors-explorer', false)).toBe(
      `cors-explorer-3000=${value}; Path=/api/cors-explorer; HttpOnly; SameSite=Strict`,
    );
    expect(token.cookie({ host: 'localhost' }, '/x', true)).toBe(
      `cors-explorer=${value}; Path=/x; HttpOnly; SameSite=Strict; Secure`,
    );
    expect(placeOf('', `cors-explorer=${value}`, 'localhost')).toBe('cookie');
  });
});
