import { compiled, unchecked } from '../../test/support/policies.js';
import { handshakesOf, setsOrigin } from './handshakes.js';
import { mergePolicy } from './policy-merge.js';
import type { CorsPolicyOptions } from './policy-options.js';
import type { PolicyEntry } from './policy-book.js';

const ORIGIN = 'https://app.example';

function entryOf(options: CorsPolicyOptions): PolicyEntry {
  return {
    policy: compiled(options),
    effective: mergePolicy([{ level: 'defaults', options }]),
  };
}

describe('handshakes', () => {
  it.each<[CorsPolicyOptions, unknown]>([
    [{}, 'report'],
    [{ credentials: true }, 'report'],
    [{ origin: ORIGIN }, true],
    [{ origin: false }, true],
    [{ origin: '*' }, true],
    [{ origin: [] }, true],
    [{ origin: ORIGIN, handshakes: 'report' }, 'report'],
    [{ origin: ORIGIN, handshakes: false }, false],
    [unchecked({ origin: ORIGIN, handshakes: undefined }), true],
    [{ handshakes: true }, true],
    [{ handshakes: false }, false],
    [{ handshakes: 'report' }, 'report'],
  ])('with %j are %j', (options, handshakes) => {
    expect(handshakesOf(entryOf(options))).toBe(handshakes);
  });

  it('tells a level that sets origin from the built-in policy', () => {
    expect(setsOrigin(entryOf({ origin: false }).effective)).toBe(true);
    expect(setsOrigin(entryOf({}).effective)).toBe(false);
    // A gateway on an unmanaged path has no origin.
    expect(setsOrigin({})).toBe(false);
  });
});
