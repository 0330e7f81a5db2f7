import { compiled } from '../../test/support/policies.js';
import { type ActualAnswer, answerActual, commonAnswer } from './actual-answer.js';
import type { CorsPolicyOptions } from './policy-options.js';

const ORIGIN = 'https://app.example.com';

interface Case {
  readonly title: string;
  readonly options: CorsPolicyOptions;
  readonly origin?: string;
  readonly allowed?: boolean;
  readonly answer: object;
}

const CASES: readonly Case[] = [
  {
    title: 'nothing without Origin',
    options: { origin: ORIGIN, credentials: true, exposedHeaders: ['ETag'] },
    answer: {},
  },
  {
    title: 'nothing without Origin, whatever was made of its absence',
    options: { origin: ORIGIN, credentials: true },
    allowed: true,
    answer: {},
  },
  { title: 'nothing without Origin where origin is false', options: { origin: false }, answer: {} },
  { title: "* without Origin where origin is '*'", options: { origin: '*' }, answer: { allowOrigin: '*' } },
  {
    title: "* and the exposed headers without Origin where origin is '*', for shared caches",
    options: { origin: '*', exposedHeaders: ['ETag', 'X-Total'] },
    answer: { allowOrigin: '*', exposeHeaders: 'ETag,X-Total' },
  },
  {
    title: "* with Origin where origin is '*'",
    options: { origin: '*', exposedHeaders: '*' },
    origin: ORIGIN,
    allowed: true,
    answer: { allowOrigin: '*', exposeHeaders: '*' },
  },
  {
    title: 'the origin itself where it is allowed',
    options: { origin: ORIGIN },
    origin: ORIGIN,
    allowed: true,
    answer: { allowOrigin: ORIGIN },
  },
  {
    title: "'null' itself where it is allowed",
    options: { origin: 'null', dangerously: { allowNullOrigin: true } },
    origin: 'null',
    allowed: true,
    answer: { allowOrigin: 'null' },
  },
  {
    title: 'credentials and the exposed headers where the policy has them',
    options: { origin: ORIGIN, credentials: true, exposedHeaders: 'ETag, X-Total, etag' },
    origin: ORIGIN,
    allowed: true,
    answer: { allowOrigin: ORIGIN, allowCredentials: true, exposeHeaders: 'ETag,X-Total' },
  },
  {
    title: 'no exposed headers where the list is empty',
    options: { origin: ORIGIN, exposedHeaders: [] },
    origin: ORIGIN,
    allowed: true,
    answer: { allowOrigin: ORIGIN },
  },
  {
    title: 'nothing for an origin that is not allowed',
    options: { origin: ORIGIN, credentials: true, exposedHeaders: ['ETag'] },
    origin: 'https://evil.example',
    allowed: false,
    answer: {},
  },
  {
    title: 'nothing where origin is false',
    options: { origin: false },
    origin: ORIGIN,
    allowed: false,
    answer: {},
  },
];

describe('an actual response carries', () => {
  it.each(CASES)('$title', ({ options, origin, allowed = false, answer }) => {
    expect(answerActual(compiled(options), origin, allowed)).toEqual({ allowCredentials: false, ...answer });
  });
});

describe('what a response carries that may have each of several policies', () => {
  const answer = (
    allowOrigin: string | undefined,
    allowCredentials = false,
    exposeHeaders?: string,
  ): ActualAnswer => ({ allowOrigin, allowCredentials, exposeHeaders });
  const nothing = answer(undefined);

  test.each([
    [
      'the same of each',
      [answer(ORIGIN, true, 'ETag'), answer(ORIGIN, true, 'ETag')],
      answer(ORIGIN, true, 'ETag'),
    ],
    ['of one alone, what it gives', [answer('*', false, 'ETag')], answer('*', false, 'ETag')],
    ['of none, nothing', [], nothing],
    ['nothing unless all allow the origin', [answer(ORIGIN, true), nothing], nothing],
    ['the origin unless all allow any', [answer('*'), answer(ORIGIN)], answer(ORIGIN)],
    ['* where all allow any', [answer('*', false, 'ETag'), answer('*')], answer('*')],
    ['credentials only from all', [answer(ORIGIN, true), answer(ORIGIN)], answer(ORIGIN)],
    [
      'the exposed headers of all',
      [answer(ORIGIN, true, 'A,B'), answer(ORIGIN, true, 'B,C')],
      answer(ORIGIN, true, 'B'),
    ],
    [
      'several exposed headers of all',
      [answer(ORIGIN, true, 'X-A,X-B,X-C'), answer(ORIGIN, false, 'X-C,X-B')],
      answer(ORIGIN, false, 'X-B,X-C'),
    ],
    [
      'no exposed headers where they have none in common',
      [answer(ORIGIN, true, 'X-A'), answer(ORIGIN, true, 'X-B')],
      answer(ORIGIN, true),
    ],
    [
      '* exposes what the others do',
      [answer(ORIGIN, false, '*'), answer(ORIGIN, false, 'B')],
      answer(ORIGIN, false, 'B'),
    ],
    ['* of all', [answer(ORIGIN, false, '*'), answer('*', false, '*')], answer(ORIGIN, false, '*')],
  ])('%s', (_what, answers, expected) => {
    expect(commonAnswer(answers, ORIGIN)).toEqual(expected);
  });
});
