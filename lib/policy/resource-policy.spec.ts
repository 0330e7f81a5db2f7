import { compiled } from '../../test/support/policies.js';
import { commonResourcePolicy } from './resource-policy.js';

const VALUES = ['same-origin', 'same-site', undefined, 'cross-origin'] as const;

describe('Cross-Origin-Resource-Policy where several policies come into question', () => {
  const common = (...values: readonly (typeof VALUES)[number][]) =>
    commonResourcePolicy(
      values.map(resourcePolicy => compiled(resourcePolicy === undefined ? {} : { resourcePolicy })),
    );

  it.each(VALUES.flatMap((narrow, at) => VALUES.slice(at).map(wide => [narrow, wide] as const)))(
    'is the narrower one: %p and %p',
    (narrow, wide) => {
      expect(common(narrow, wide)).toBe(narrow);
      expect(common(wide, narrow)).toBe(narrow);
      expect(common(wide, narrow, wide)).toBe(narrow);
    },
  );

  it.each(VALUES)('is that of a single one: %p', value => {
    expect(common(value)).toBe(value);
  });

  it('is left alone where there is none', () => {
    expect(common()).toBeUndefined();
  });
});
