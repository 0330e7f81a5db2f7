import { runInNewContext } from 'node:vm';
import { isResolverType } from './origin-rule.js';
import { isRegExp } from './validation/value-kinds.js';

class Resolver {
  isAllowed(): boolean {
    return true;
  }
}
class Inheriting extends Resolver {}
abstract class Unfinished {
  abstract isAllowed(): boolean;
}
function OlderResolver(): boolean {
  return true;
}
OlderResolver.prototype = Resolver.prototype;
function bare(): boolean {
  return true;
}
bare.prototype = null;
const methods = {
  class(): boolean {
    return true;
  },
  isAllowed: (): boolean => true,
};

describe('a regular expression', () => {
  it.each([
    ['a literal', /^a$/],
    ['one that was constructed', new RegExp('^a$', 'i')],
    ['one of a subclass', new (class extends RegExp {})('^a$')],
    ['one of another realm', runInNewContext('/^a$/')],
  ])('may be %s', (_, value: unknown) => {
    expect(isRegExp(value)).toBe(true);
  });

  it.each([
    ['a string', '/^a$/'],
    ['a function', () => true],
    ['nothing', undefined],
    ['null', null],
    ['what only says that it is one', { [Symbol.toStringTag]: 'RegExp', source: '^a$', flags: '' }],
    ['what only inherits from it', Object.create(RegExp.prototype)],
  ])('is not %s', (_, value: unknown) => {
    expect(isRegExp(value)).toBe(false);
  });
});

const obscured = Object.assign(class {}, { toString: () => 'function () {}' });

describe('a function among the rules', () => {
  it.each<[string, unknown]>([
    ['a class', Resolver],
    ['a class that inherits isAllowed()', Inheriting],
    ['an abstract class', Unfinished],
    ['a class expression', class extends Resolver {}],
    ['a class without isAllowed(), which start-up refuses', class {}],
    ['a frozen class', Object.freeze(class extends Resolver {})],
    ['a class whose source text does not begin with the keyword', obscured],
    ['a constructor function whose instances have isAllowed()', OlderResolver],
  ])('is a resolver if it is %s', (_, rule) => {
    expect(isResolverType(rule)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['an arrow function', (): boolean => true],
    [
      'a function',
      function allowed(): boolean {
        return true;
      },
    ],
    [
      'a function that speaks of a class',
      function allowed(origin: string): boolean {
        return origin !== 'class';
      },
    ],
    [
      'a frozen function',
      Object.freeze(function allowed(): boolean {
        return true;
      }),
    ],
    ['an async function', (): Promise<boolean> => Promise.resolve(true)],
    ['a bound function', OlderResolver.bind(undefined)],
    ['a method, be it called class', Reflect.get(methods, 'class')],
    ['a function called isAllowed', methods.isAllowed],
    ['a function whose prototype was taken away', bare],
  ])('is a predicate if it is %s', (_, rule) => {
    expect(isResolverType(rule)).toBe(false);
  });

  it.each(['https://app.example.com', /^class$/, undefined, null, { prototype: { isAllowed: () => true } }])(
    'is neither if it is no function: %p',
    rule => {
      expect(isResolverType(rule)).toBe(false);
    },
  );
});
