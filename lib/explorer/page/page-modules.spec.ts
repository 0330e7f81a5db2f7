import { execFileSync } from 'node:child_process';
import { actualCurl, preflightCurl } from './curl.js';
import type { FlowQuestion, FlowRequest, LiveDecision, SurfaceMessage, SurfaceRoute } from '../messages.js';
import { liveFilterQuery, readLiveFilter, showsDecision } from './live-filter.js';
import { hrefOf, readPlace } from './place.js';
import {
  examplePath,
  firstQuestion,
  questionFor,
  questionOf,
  questionQuery,
  readQuestion,
} from './question.js';
import { groupsOf } from './surface-groups.js';

const QUESTION: FlowQuestion = {
  origin: 'https://a.example',
  method: 'PUT',
  url: '/cats?a=1&b=%20',
  headers: [
    ['X-A', 'b: c'],
    ['E', ''],
  ],
  credentials: true,
};
const REQUEST: FlowRequest = {
  kind: 'request',
  verdict: 'passed',
  preflight: false,
  method: 'PUT',
  url: '/cats',
  headers: [['Origin', 'https://a.example']],
};
const BASE = 'http://localhost:3000';

describe('The fragment', () => {
  it('carries a question there and back', () => {
    const place = readPlace(hrefOf('flow', questionQuery(QUESTION)));

    expect(place.view).toBe('flow');
    expect(readQuestion(place.query)).toEqual(QUESTION);
  });

  it.each([
    ['', 'surface'],
    ['#live', 'live'],
    ['#nowhere', 'surface'],
    ['#flow?url=/a?b', 'flow'],
  ])('%s is the view %s', (hash, view) => {
    expect(readPlace(hash).view).toBe(view);
  });

  it('may lack everything', () => {
    expect(readQuestion(new URLSearchParams())).toEqual({
      origin: '',
      method: 'GET',
      url: '/',
      headers: [],
      credentials: false,
    });
  });
});

describe('A path that a route serves', () => {
  it.each([
    ['/cats', '/cats'],
    ['/', '/'],
    ['/cats/:id', '/cats/1'],
    ['/cats/:catId/toys/:toy_id', '/cats/1/toys/1'],
    ['/files/*path', '/files/any'],
    ['/files/*', '/files/any'],
    ['/files{/*path}', '/files/any'],
    ['/:id(\\d+)', '/1'],
    ['/a/:b?', '/a/1'],
  ])('of %s is %s', (path, example) => {
    expect(examplePath(path)).toBe(example);
  });
});

const HERE = {
  protocol: 'http:',
  hostname: 'localhost',
  host: 'localhost:3000',
  origin: BASE,
} as Location;

describe('The question behind a decision', () => {
  const decision = (given: Partial<LiveDecision>) =>
    questionOf(
      { kind: 'actual', origin: 'https://a.example', method: 'PUT', url: '/', ...given } as LiveDecision,
      HERE,
    );

  it('has the names of the headers that the preflight had', () => {
    expect(decision({ requestedHeaders: 'content-type, x-a,,' }).headers).toEqual([
      ['content-type', 'application/json'],
      ['x-a', 'x'],
    ]);
  });

  it('is a WebSocket of this server for a handshake', () => {
    expect(decision({ kind: 'handshake', method: 'GET', url: '/prices' })).toMatchObject({
      method: 'GET',
      url: 'ws://localhost:3000/prices',
    });
  });

  it('is that of a page of this server without an Origin', () => {
    expect(decision({ origin: '' }).origin).toBe(BASE);
  });
});

describe('The question for a route', () => {
  const route = (given: Partial<SurfaceRoute>) => ({
    method: 'GET',
    path: '/',
    policy: {},
    marks: [],
    policies: [],
    ...given,
  });
  const surface = (...routes: SurfaceRoute[]): SurfaceMessage => ({
    routes,
    policies: [],
    origins: ['https://other.example'],
  });
  const ask = (given: Partial<SurfaceRoute>) => questionFor(route(given), surface(), HERE);

  it.each<[Partial<SurfaceRoute>, Partial<FlowQuestion>]>([
    [{ exampleOrigin: 'https://a.example' }, { origin: 'https://a.example' }],
    [{}, { origin: 'https://other.example' }],
    [
      { method: 'ALL', path: '/cats/:id' },
      { method: 'GET', url: '/cats/1' },
    ],
    [{ host: ['api.example.com', ':any.example.com'] }, { url: 'http://api.example.com/' }],
    [{ host: ':any.example.com' }, { url: '/' }],
    [{ policy: { credentials: { value: true, level: 'method' } } }, { credentials: true }],
    [{ kind: 'gateway', path: '/prices' }, { url: 'ws://localhost:3000/prices' }],
    [{ kind: 'gateway', path: '/prices', port: 8080 }, { url: 'ws://localhost:8080/prices' }],
    [
      { kind: 'path', method: 'ALL', path: '/files/*' },
      { method: 'GET', url: '/files/any' },
    ],
  ])('%j is %j', (given, question) => {
    expect(ask(given)).toMatchObject(question);
  });

  it('Flow begins with the first route that some origin may read', () => {
    const closed = route({ path: '/closed' });
    const open = route({ path: '/open', exampleOrigin: 'https://a.example' });

    expect(firstQuestion(surface(closed, open), HERE)).toMatchObject({
      url: '/open',
      origin: 'https://a.example',
    });
    expect(firstQuestion(surface(closed), HERE).url).toBe('/closed');
    expect(firstQuestion(surface(), HERE).url).toBe('/');
  });
});

describe('The groups of the surface', () => {
  const entry = (given: Partial<SurfaceRoute>) => ({ route: given as SurfaceRoute });

  it('are the controllers, then keys of paths, then gateways', () => {
    const groups = groupsOf([
      entry({ handler: 'A.one' }),
      entry({ kind: 'gateway', handler: 'Chat' }),
      entry({ handler: 'B.one' }),
      entry({ kind: 'path' }),
      entry({ handler: 'A.two' }),
    ]);

    expect(groups.map(({ title, entries }) => [title, entries.length])).toEqual([
      ['A', 2],
      ['B', 1],
      ['Keys of paths', 1],
      ['Gateways', 1],
    ]);
  });
});

describe('The filter of Live', () => {
  const decision = {
    kind: 'actual',
    allowed: false,
    refusable: true,
    enforced: false,
    origin: 'https://a.example',
    url: '/Orders/1',
  } as LiveDecision;

  it.each<[string, boolean]>([
    ['', true],
    ['origin=A.EXAMPLE&path=orders', true],
    ['origin=b.example', false],
    ['path=/cats', false],
    ['refused=true', true],
  ])('%s shows it: %j', (query, shown) => {
    const filter = readLiveFilter(new URLSearchParams(query));

    expect(showsDecision(filter, decision)).toBe(shown);
    expect(liveFilterQuery(filter).toString()).toBe(new URLSearchParams(query).toString());
  });

  it('shows no allowed one among the refused', () => {
    const filter = readLiveFilter(new URLSearchParams('refused=true'));

    expect(showsDecision(filter, { ...decision, allowed: true })).toBe(false);
  });
});

describe('As curl', () => {
  it('a request has its headers, and a cookie to fill in with credentials', () => {
    expect(actualCurl(REQUEST, QUESTION, BASE)).toBe(
      "curl --globoff --path-as-is -i -X PUT http://localhost:3000/cats \\\n  -H 'Origin: https://a.example' \\\n  -H 'Cookie: name=value'",
    );
  });

  it('HEAD waits for no body', () => {
    expect(actualCurl({ ...REQUEST, method: 'HEAD' }, QUESTION, BASE)).toContain(' -I http:');
  });

  it('a whole URL goes to this server under its own name', () => {
    const curl = preflightCurl({ ...REQUEST, url: 'http://admin.example.com/cats' }, BASE);

    expect(curl).toContain(`${BASE}/cats`);
    expect(curl).toContain("-H 'Host: admin.example.com'");
  });

  it('a handshake has what a server needs to switch protocols, and ends', () => {
    const curl = actualCurl({ ...REQUEST, method: 'GET', url: 'ws://localhost:3000/prices' }, QUESTION, BASE);

    expect(curl).toContain(`--max-time 2 ${BASE}/prices`);
    expect(curl).toContain("-H 'Sec-WebSocket-Version: 13'");
    expect(curl).not.toContain('Cookie');
  });

  it.each(["'; echo hacked; '", '$(echo hacked)', '`echo hacked`', '"\\', 'a\nb', '!!', "\x03!'\\0\u202e"])(
    'the shell takes %j as it is',
    value => {
      const words = actualCurl(
        { ...REQUEST, url: `/${value}`, headers: [['X-A', value]] },
        { ...QUESTION, credentials: false },
        BASE,
      );
      const printed = execFileSync('sh', ['-c', words.replace('curl', "printf '%s\\0'")], {
        encoding: 'utf8',
      }).split('\0');

      expect(printed).toContain(`${BASE}/${value}`);
      expect(printed).toContain(`X-A: ${value}`);
    },
  );

  // A terminal obeys the interrupt and the escape even in quotes, and a link to the page can bring
  // them along.
  it.each(['\x03', '\x1b[2J', '\n', '\u009b', '\u202e', '\u2028'])('a terminal never gets %j', character => {
    const words = actualCurl(
      { ...REQUEST, url: `/${character}a`, headers: [['X-A', `b${character}c`]] },
      QUESTION,
      BASE,
    );

    expect(words.replaceAll(' \\\n', '')).not.toContain(character);
  });
});
