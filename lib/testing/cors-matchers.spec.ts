import { corsMatchers } from './cors-matchers.js';
import type { CorsResult } from '../browser/index.js';
import { snapshot } from './snapshot.js';

const CLAUSE = 'https://fetch.spec.whatwg.org/#concept-cors-check';
const URL = 'http://localhost:3000/cats';

const BLOCKED: CorsResult = {
  outcome: 'blocked',
  reason: `has been blocked by CORS policy: No header is present. (${CLAUSE})`,
  request: { method: 'GET', url: URL, origin: 'https://evil.example' },
  preflight: undefined,
  response: undefined,
  steps: [
    { step: 'request', passed: true, detail: `GET ${URL}: 200.`, clause: CLAUSE },
    { step: 'CORS check', passed: false, detail: 'No header is present.', clause: CLAUSE },
  ],
  exchanges: [
    {
      kind: 'actual',
      request: { method: 'GET', url: URL, headers: { origin: 'https://evil.example', accept: '*/*' } },
      response: { status: 200, headers: { vary: 'Origin' } },
    },
  ],
};
const READABLE: CorsResult = { ...BLOCKED, outcome: 'readable' };

describe('Matchers', () => {
  beforeAll(() => {
    expect.extend(corsMatchers);
  });

  it('pass where the outcome is as said', () => {
    expect(READABLE).toBeReadable();
    expect(READABLE).not.toBeBlocked();
    expect(BLOCKED).not.toBeReadable();
    expect(BLOCKED).toBeBlocked();
    expect(BLOCKED).toBeBlocked('CORS policy');
    expect(BLOCKED).toBeBlocked(/No header/);
    expect(BLOCKED).not.toBeBlocked(/wildcard/);
  });

  it('draw the flow where they fail', () => {
    expect(() => {
      expect(BLOCKED).toBeReadable();
    }).toThrow(
      [
        'expected the response to be readable, but it is blocked',
        '',
        'page https://evil.example: fetch GET http://localhost:3000/cats',
        '  page ──▶ server  GET http://localhost:3000/cats (actual)',
        '                     origin: https://evil.example',
        '  page ◀── server  200',
        '                     vary: Origin',
        '  ✓ request     GET http://localhost:3000/cats: 200.',
        '  ✗ CORS check  No header is present.',
        BLOCKED.reason,
      ].join('\n'),
    );
  });

  it('name the reason that they wanted', () => {
    expect(() => {
      expect(BLOCKED).toBeBlocked(/wildcard/);
    }).toThrow('expected the response to be blocked for /wildcard/, but it is blocked');
    expect(() => {
      expect(BLOCKED).not.toBeBlocked();
    }).toThrow('expected the response not to be blocked, but it is blocked');
  });

  it.each(['toBeReadable', 'toBeBlocked'] as const)('%s asks whether a promise was awaited', matcher => {
    const verdict = corsMatchers[matcher](Promise.resolve(READABLE));

    expect(verdict.pass).toBe(false);
    expect(verdict.message()).toContain('has it been awaited?');
  });
});

describe('snapshot()', () => {
  const route = {
    method: 'GET',
    path: '/cats',
    handler: 'CatsController.list',
    policy: {
      origin: { value: ['https://app.example.com'], level: 'controller', named: 'partners' },
      credentials: { value: false, level: 'built-in' },
      maxAge: { value: 600, level: 'defaults' },
      enforce: { value: false, level: 'built-in' },
    },
  };

  it('has the fields that a level sets, and always those that decide who may read', () => {
    expect(snapshot([route])).toBe(
      [
        'GET /cats  CatsController.list',
        '  credentials: false (built-in)',
        '  maxAge: 600 (defaults)',
        `  origin: ["https://app.example.com"] (controller, 'partners')`,
        '',
      ].join('\n'),
    );
  });

  it('takes a service, and names hosts and versions', () => {
    const service = { routes: () => [{ ...route, host: 'api.test', version: ['1', '2'], policy: {} }] };

    expect(snapshot(service)).toBe('GET /cats  host api.test  version 1, 2  CatsController.list\n');
  });
});
