import { CorsConfigurationError } from '../policy/index.js';
import { assertMayStart, checkedOptions, failWithoutCorsModule } from './checked-options.js';

describe('The options of the explorer', () => {
  it.each([
    [{}, { path: 'cors-explorer', accessIsGuarded: false }],
    [{ path: '/dev/cors/' }, { path: 'dev/cors', accessIsGuarded: false }],
    [{ path: 'a.b_c-~1' }, { path: 'a.b_c-~1', accessIsGuarded: false }],
    [{ accessIsGuarded: true }, { path: 'cors-explorer', accessIsGuarded: true }],
  ])('%j become %j', (options, checked) => {
    expect(checkedOptions(options)).toEqual(checked);
  });

  it.each([
    ['', 'path'],
    ['/', 'path'],
    ['a//b', 'path'],
    ['..', 'path'],
    ['a/../b', 'path'],
    ['a?b', 'path'],
    [':id', 'path'],
    ['*rest', 'path'],
    ['"><script>', 'path'],
    ['a b', 'path'],
    ['a'.repeat(201), 'path'],
    [7, 'path'],
  ])('the path %j does not start', (path, field) => {
    const start = () => checkedOptions({ path } as { path: string });

    expect(start).toThrow(CorsConfigurationError);
    expect(start).toThrow(`CorsExplorerModule.forRoot(), ${field}`);
  });

  it.each([[{ pth: 'x' }], [{ accessIsGuarded: 'yes' }], [null], ['cors']])('%j does not start', options => {
    expect(() => checkedOptions(options as object)).toThrow(CorsConfigurationError);
  });

  it('does not start in production, and says where, what, why and what instead', () => {
    const start = () => {
      assertMayStart(checkedOptions({}), 'production');
    };

    expect(start).toThrow(CorsConfigurationError);
    expect(start).toThrow(/CorsExplorerModule\.forRoot\(\), accessIsGuarded: false/);
    expect(start).toThrow(/why: +NODE_ENV is 'production'/);
    expect(start).toThrow(/instead: +import the module in development only, .* accessIsGuarded: true/);
  });

  it.each([
    ['production', true],
    ['development', false],
    [undefined, false],
  ])('starts with NODE_ENV %s and accessIsGuarded %s', (nodeEnv, accessIsGuarded) => {
    expect(() => {
      assertMayStart(checkedOptions({ accessIsGuarded }), nodeEnv);
    }).not.toThrow();
  });

  it('says that it needs CorsModule', () => {
    expect(failWithoutCorsModule).toThrow(/import CorsModule\.forRoot\(\) in the root module/);
  });
});
