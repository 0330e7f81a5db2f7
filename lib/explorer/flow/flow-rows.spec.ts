import type { CorsExplanation, CorsExplanationStep } from '../../interfaces/index.js';
import type { FlowQuestion, FlowRow } from '../messages.js';
import { flowRows } from './flow-rows.js';

const QUESTION: FlowQuestion = {
  origin: 'https://a.example',
  method: 'put',
  url: '/cats/1',
  headers: [
    ['X-A', '1'],
    ['Cookie', 'no'],
  ],
  credentials: false,
};

function explained(...steps: string[]): CorsExplanation {
  const taken = steps.map((written): CorsExplanationStep => {
    const passed = !written.startsWith('!');
    const [step = '', detail = 'So.'] = written.replace('!', '').split('=');
    return { step, passed, detail };
  });
  return {
    allowed: taken.every(({ passed }) => passed),
    preflighted: taken.some(({ step }) => step === 'preflight-route'),
    steps: taken,
    policy: {},
  };
}

function brief(row: FlowRow): string {
  if (row.kind === 'event') return `${row.lane}: ${row.title}: ${row.verdict}`;
  if (row.kind === 'request') return `> ${row.method}: ${row.verdict}`;
  return `< ${String(row.status)}: ${row.verdict}`;
}

describe('The rows of the diagram', () => {
  it('go to the server and back, twice where there is a preflight', () => {
    const rows = flowRows(
      QUESTION,
      explained(
        'request',
        'cross-origin',
        'preflight-needed',
        'preflight-route',
        'preflight-origin',
        'preflight-method',
        'preflight-header',
        'preflight-answer=OPTIONS is answered with 204, at once.',
        'preflight-cache',
        'actual-route',
        'actual-enforce',
        'actual-origin',
        'actual-vary',
      ),
    );

    expect(rows.map(brief)).toEqual([
      'browser: Call of the script: noted',
      'browser: Cross-origin check: noted',
      'browser: Preflight check: noted',
      '> OPTIONS: passed',
      'server: Route and policy: noted',
      'server: Answer to the preflight: passed',
      '< 204: passed',
      'browser: Origin: passed',
      'browser: Method: passed',
      'browser: Request header: passed',
      'browser: Preflight cache: noted',
      '> PUT: passed',
      'server: Route and policy: noted',
      'server: Enforcement: passed',
      '< undefined: passed',
      'browser: Origin: passed',
      'browser: HTTP caches: noted',
      'browser: The script reads the response: passed',
    ]);
  });

  it('end where the preflight is refused: what the policy has besides is not seen', () => {
    const rows = flowRows(
      QUESTION,
      explained(
        'preflight-needed',
        'preflight-route',
        'preflight-origin',
        '!preflight-method',
        '!preflight-answer=OPTIONS is answered with 403.',
      ),
    );

    expect(rows.map(brief).slice(1)).toEqual([
      '> OPTIONS: passed',
      'server: Route and policy: noted',
      'server: Answer to the preflight: failed',
      '< 403: failed',
      'browser: Origin: moot',
      'browser: Method: failed',
      '> PUT: skipped',
      'browser: The script gets a TypeError: failed',
    ]);
    expect(rows.at(-1)).toHaveProperty('detail', 'No handler has run.');
  });

  it('a browser sees what stands before the first header that it misses', () => {
    const rows = flowRows(
      QUESTION,
      explained(
        'preflight-needed',
        'preflight-route',
        'preflight-origin',
        '!preflight-credentials',
        'preflight-method',
        'preflight-answer=It is answered with 204.',
      ),
    );

    expect(rows.map(brief).slice(4, 8)).toEqual([
      '< 204: passed',
      'browser: Origin: passed',
      'browser: Credentials: failed',
      'browser: Method: moot',
    ]);
  });

  it.each([
    ['actual-enforce', 'The server has served the request', '< undefined: passed'],
    ['!actual-enforce=The server answers with 403.', 'No handler has run.', '< 403: failed'],
  ])('say whether the handler of a blocked request ran: %s', (enforce, detail, response) => {
    const rows = flowRows(QUESTION, explained('preflight-needed', 'actual-route', enforce, '!actual-origin'));

    expect(rows.at(-1)).toHaveProperty('detail', expect.stringContaining(detail));
    expect(rows.map(brief)).toContain(response);
  });

  it('have the headers that travel, without those that a browser keeps for itself', () => {
    const requests = flowRows(
      QUESTION,
      explained('preflight-needed', 'preflight-route', 'actual-route'),
    ).filter(({ kind }) => kind === 'request');

    expect(requests).toEqual([
      expect.objectContaining({
        headers: [
          ['Origin', 'https://a.example'],
          ['Access-Control-Request-Method', 'PUT'],
          ['Access-Control-Request-Headers', 'x-a'],
        ],
      }),
      expect.objectContaining({
        headers: [
          ['Origin', 'https://a.example'],
          ['X-A', '1'],
        ],
      }),
    ]);
  });

  it('a GET of the own origin has no Origin', () => {
    const rows = flowRows(
      { ...QUESTION, method: 'GET', headers: [] },
      explained('request', 'cross-origin', 'actual-route'),
    );

    expect(rows.find(({ kind }) => kind === 'request')).toHaveProperty('headers', []);
  });

  it('a step of a later version is shown by its name', () => {
    expect(flowRows(QUESTION, explained('preflight-needed', 'actual-new')).map(brief)).toContain(
      'browser: actual-new: passed',
    );
  });

  it.each([
    [
      ['request', 'cross-origin', 'handshake-route', 'handshake-origin'],
      '< 101: passed',
      'The WebSocket opens',
    ],
    [
      ['request', 'cross-origin', 'handshake-route', '!handshake-origin'],
      '< 403: failed',
      'The WebSocket fails',
    ],
    [['request', 'cross-origin'], '< 101: passed', 'The WebSocket opens'],
  ])('of a handshake with %j have one request: %s', (steps, response, outcome) => {
    const rows = flowRows({ ...QUESTION, url: 'ws://localhost/prices' }, explained(...steps));
    const told = rows.map(brief);

    expect(told.filter(text => /^[<>]/.test(text))).toEqual(['> GET: passed', response]);
    expect(told.at(-1)).toMatch(`browser: ${outcome}`);
    expect(told.indexOf(response)).toBe(told.length - 2);
  });
});
