import { runInNewContext } from 'node:vm';
import { OptionCopies } from './option-copies.js';

class Options {
  readonly origin = 'https://a.example';
}

describe('copies of options', () => {
  it('are equal, and stay as they are when the originals change', () => {
    const options = {
      defaults: { origin: ['https://a.example'], dangerously: { allowNullOrigin: false } },
      policies: { partners: { methods: ['GET'] } },
    };
    const copy = new OptionCopies().of(options);
    expect(copy).toEqual(options);

    options.defaults.origin.push('https://b.example');
    options.defaults.dangerously.allowNullOrigin = true;
    options.policies.partners.methods = [];
    expect(copy).toEqual({
      defaults: { origin: ['https://a.example'], dangerously: { allowNullOrigin: false } },
      policies: { partners: { methods: ['GET'] } },
    });
  });

  it.each([
    ['a string', 'https://a.example'],
    ['undefined', undefined],
    ['null', null],
    ['a regular expression', /^a$/],
    ['a predicate', () => true],
    ['a class', Options],
    ['an instance of a class', new Options()],
  ])('are none of %s, which compares by identity', (_what, value) => {
    expect(new OptionCopies().of(value)).toBe(value);
    expect(new OptionCopies().of([value])[0]).toBe(value);
  });

  it('are one for each original, so that what was shared stays shared, also with itself', () => {
    const copies = new OptionCopies();
    const origins = ['https://a.example'];
    const copy = copies.of({ one: { origin: origins }, two: { origin: origins } });
    expect(copy.one.origin).toBe(copy.two.origin);
    expect(copies.of(origins)).toBe(copy.one.origin);

    const circle: { self?: unknown } = {};
    circle.self = circle;
    const copyOfCircle = copies.of(circle);
    expect(copyOfCircle.self).toBe(copyOfCircle);
    expect(copyOfCircle).not.toBe(circle);
  });

  it('keep holes, names that an object has from elsewhere, and what another realm has made', () => {
    const sparse: string[] = [];
    sparse[1] = 'https://a.example';
    expect(0 in new OptionCopies().of(sparse)).toBe(false);
    expect(new OptionCopies().of(sparse)).toHaveLength(2);

    const named: unknown = JSON.parse('{"__proto__": {"origin": "*"}}');
    expect(Object.keys(new OptionCopies().of({ named }).named as object)).toEqual(['__proto__']);

    const foreign = runInNewContext('({ origin: ["https://a.example"] })') as { origin: string[] };
    const copy = new OptionCopies().of(foreign);
    foreign.origin.push('https://b.example');
    expect(copy.origin).toEqual(['https://a.example']);
  });

  it('take frozen objects, and those without a prototype', () => {
    const bare = Object.assign(Object.create(null) as object, {
      origin: Object.freeze(['https://a.example']),
    });
    expect(new OptionCopies().of(Object.freeze(bare))).toEqual({ origin: ['https://a.example'] });
  });
});
