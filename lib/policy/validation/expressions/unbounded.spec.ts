import { jest } from '@jest/globals';
import { checkOriginRegExp } from '../check-origin-regexp.js';

// Start-up must not run these. Some would take hours for a short origin.
describe.each([
  ['^(?:.*a|.+)+\\.example\\.com$', 'in too many ways'],
  ['(?:.*a|.+)+\\.example\\.com$', 'is not anchored at the start'],
  ['^(?:.*a|.+)+$', 'in too many ways'],
  ['^https:\\/\\/(?:[a-z.]+|\\w*[a-z-])*\\.example\\.com$', 'in too many ways'],
])('An expression that can take a matcher very long: %s', (source, reason) => {
  it.each(['', 'g', 'i'])('is refused, and never run, with the flags %j', flags => {
    const run = jest.spyOn(RegExp.prototype, 'exec');
    const [finding] = checkOriginRegExp(new RegExp(source, flags));
    const sources = (run.mock.contexts as RegExp[]).map(context => context.source);
    run.mockRestore();

    expect(finding?.reason).toContain(flags === 'g' ? 'with the flag g' : reason);
    expect(sources).not.toContain(source);
  });
});
