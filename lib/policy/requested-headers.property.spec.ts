import fc from '../../test/support/fast-check.js';
import { hostileList, rewritingOf, token } from '../../test/support/header-arbitraries.js';
import { referenceHeaderList } from '../../test/support/reference-header-list.js';
import { parseRequestedHeaders } from './requested-headers.js';

const RUNS = { numRuns: 2_000 };

function namesOf(value: string | undefined): readonly string[] | 'too-long' | 'malformed' {
  const requested = parseRequestedHeaders(value);
  return 'rejected' in requested ? requested.rejected : [...requested.names];
}

describe('whatever Access-Control-Request-Headers says', () => {
  it('the same names are read from every legal way to write them', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(token, { minLength: 1, maxLength: 8, selector: name => name.toLowerCase() })
          .chain(names => fc.record({ names: fc.constant(names), value: rewritingOf(names) })),
        ({ names, value }) => {
          const read = namesOf(value);
          expect(new Set(read)).toEqual(new Set(names.map(name => name.toLowerCase())));
          expect(read).toHaveLength(names.length);
        },
      ),
      RUNS,
    );
  });

  it('it is read exactly as its definition reads', () => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(hostileList, value => {
        const expected = referenceHeaderList(value);
        outcomes.add(typeof expected === 'string' ? expected : 'read');
        expect(namesOf(value)).toEqual(expected);
      }),
      RUNS,
    );
    expect([...outcomes].sort()).toEqual(['malformed', 'read', 'too-long']);
  });
});
