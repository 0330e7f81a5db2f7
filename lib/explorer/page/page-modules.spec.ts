import { execFileSync } from 'node:child_process';
import { actualCurl, preflightCurl } from './curl.js';
import type { FlowQuestion, FlowRequest, LiveDecision } from '../messages.js';
import { hrefOf, readPlace } from './place.js';
import { examplePath, questionOf, questionQuery, readQuestion } from './question.js';

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

describe('The question behind a decision', () => {
  it('has the names of the headers that were asked for', () => {
    const decision = {
      origin: 'https://a.example',
      method: 'PUT',
      url: '/',
      requestedHeaders: 'content-type, x-a,,',
    } as LiveDecision;

    expect(questionOf(decision).headers).toEqual([
      ['content-type', 'application/json'],
      ['x-a', 'x'],
    ]);
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

  // A terminal obeys the interrupt and the escape even in quotes, and a link to the page can bring them along.
  it.each(['\x03', '\x1b[2J', '\n', '\u009b', '\u202e', '\u2028'])('a terminal never gets %j', character => {
    const words = actualCurl(
      { ...REQUEST, url: `/${character}a`, headers: [['X-A', `b${character}c`]] },
      QUESTION,
      BASE,
    );

    expect(words.replaceAll(' \\\n', '')).not.toContain(character);
  });
});
