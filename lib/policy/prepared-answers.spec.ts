import { compiled } from '../../test/support/policies.js';
import { answerPreflight } from './preflight-answer.js';
import { type PreflightPolicies, PreparedAnswers } from './prepared-answers.js';

const ORIGIN = 'https://app.example.com';

function found(): PreparedAnswers {
  return new PreparedAnswers({
    policies: [compiled({ origin: ORIGIN, allowedHeaders: '*' })],
    methods: ['GET', 'PUT'],
  });
}

function answer(policies: PreflightPolicies, headers?: string, origin = ORIGIN) {
  return answerPreflight(policies, { origin, method: 'PUT', headers }, true, false);
}

describe('what was made ready for one preflight serves the next', () => {
  test('with its own origin', () => {
    const policies = found();
    for (const origin of [ORIGIN, 'https://other.example.com', ORIGIN]) {
      expect(answer(policies, 'x-a', origin).headers).toEqual([
        ['Access-Control-Allow-Origin', origin],
        ['Access-Control-Allow-Methods', 'GET,PUT'],
        ['Access-Control-Allow-Headers', 'x-a'],
      ]);
    }
  });

  test('with its own headers, however many different lists were asked for', () => {
    const policies = found();
    for (let round = 0; round < 2; round++) {
      for (let index = 0; index < 200; index++) {
        expect(answer(policies, `x-${index},X-B`).headers.at(-1)).toEqual([
          'Access-Control-Allow-Headers',
          `x-${index},x-b`,
        ]);
      }
    }
    expect(answer(policies).headers).toHaveLength(2);
  });

  test('a long list is answered as often as it is asked for', () => {
    const policies = found();
    const headers = Array.from({ length: 100 }, (_, index) => `x-header-${index}`).join();
    for (let round = 0; round < 2; round++) {
      expect(answer(policies, headers).headers.at(-1)).toEqual(['Access-Control-Allow-Headers', headers]);
    }
  });

  test('a list that was refused stays refused', () => {
    const policies = { policies: [compiled({ origin: ORIGIN, allowedHeaders: ['X-A'] })], methods: ['PUT'] };
    for (const [headers, status] of [
      ['x-a', 204],
      ['x-b', 403],
      ['x-a', 204],
      ['x-b', 403],
    ] as const) {
      expect(answer(policies, headers).status).toBe(status);
    }
  });

  test('for the first 16 lists, so that what strangers send fills no memory', () => {
    const prepared = new PreparedAnswers(found());
    const isKept = (list: string) => prepared.allowedLines(list) === prepared.allowedLines(list);
    const lists = Array.from({ length: 66 }, (_, index) => `x-${index}`);
    expect(lists.filter(isKept)).toEqual(lists.slice(0, 16));
  });

  test('a list that differs only in case is judged alike, and answered in lower case', () => {
    const policies = found();
    expect(answer(policies, 'X-A')).toEqual(answer(policies, 'x-a'));
  });
});
