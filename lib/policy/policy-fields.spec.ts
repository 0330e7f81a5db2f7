import { BUILT_IN_POLICY, POLICY_FIELDS } from './policy-fields.js';

describe('the fields of a policy', () => {
  it('are named as in CorsOptions wherever that has one, each once', () => {
    expect(POLICY_FIELDS).toEqual([
      'origin',
      'methods',
      'allowedHeaders',
      'exposedHeaders',
      'credentials',
      'maxAge',
      'optionsSuccessStatus',
      'enforce',
      'resourcePolicy',
      'handshakes',
      'dangerously',
    ]);
  });

  it('have by default: no cross-origin access, Content-Type, no credentials, 204, and no enforcement', () => {
    expect(BUILT_IN_POLICY).toEqual({
      origin: false,
      allowedHeaders: ['Content-Type'],
      credentials: false,
      optionsSuccessStatus: 204,
      enforce: false,
    });
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(POLICY_FIELDS)).toBe(true);
    expect(Object.isFrozen(BUILT_IN_POLICY)).toBe(true);
    expect(Object.isFrozen(BUILT_IN_POLICY.allowedHeaders)).toBe(true);
  });
});
