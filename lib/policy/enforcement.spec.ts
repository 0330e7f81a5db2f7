import { compiled } from '../../test/support/policies.js';
import { enforcementOf, strictestEnforcement } from './enforcement.js';

const ORIGIN = 'https://app.example.com';
const VALUES = [true, 'report', false] as const;

describe('the server itself', () => {
  it.each(VALUES)('does what enforce: %p says about an origin that is not allowed', enforce => {
    const policy = compiled({ origin: ORIGIN, enforce });
    for (const origin of ['https://evil.example', 'null', '']) {
      expect(enforcementOf(policy, { origin, allowed: false })).toBe(enforce);
    }
  });

  it.each(VALUES)('with enforce: %p, lets what is allowed and what has no Origin through', enforce => {
    const policy = compiled({ origin: ORIGIN, enforce });
    expect(enforcementOf(policy, { origin: ORIGIN, allowed: true })).toBe(false);
    expect(enforcementOf(policy, { origin: undefined, allowed: false })).toBe(false);
  });

  it.each(VALUES)("with enforce: %p, lets everything through where origin is '*'", enforce => {
    const any = compiled({ origin: '*', enforce });
    const allowed = any.origin.verdict(ORIGIN) === 'allowed';
    expect(enforcementOf(any, { origin: ORIGIN, allowed })).toBe(false);
  });
});

describe('where several policies apply', () => {
  it.each(VALUES.flatMap((strict, at) => VALUES.slice(at).map(other => [strict, other] as const)))(
    'enforce: %p wins over %p',
    (strict, other) => {
      const [one, another] = [compiled({ enforce: strict }), compiled({ enforce: other })];
      expect(strictestEnforcement([one, another])).toBe(strict);
      expect(strictestEnforcement([another, one])).toBe(strict);
    },
  );

  it('of none, nothing is enforced', () => {
    expect(strictestEnforcement([])).toBe(false);
  });
});
