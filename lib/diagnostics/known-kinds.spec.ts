import { KnownKinds } from './known-kinds.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('The kinds that a log knows', () => {
  let now: number;
  const kindsOf = (limits: Partial<ConstructorParameters<typeof KnownKinds>[0]> = {}) =>
    new KnownKinds({ linesAtOnce: 3, mostKinds: 2, replacesOldest: true, ...limits }, () => now);

  beforeEach(() => {
    now = 1_000_000;
  });

  it('are new once, and again after an hour without them', () => {
    const kinds = kindsOf();

    expect(kinds.see('a')).toBe('new');
    now += HOUR - 1;
    expect(kinds.see('a')).toBe('repeated');
    now += HOUR - 1;
    expect(kinds.see('a')).toBe('repeated');
    now += HOUR;
    expect(kinds.see('a')).toBe('new');
  });

  it('replace the one that was seen least recently', () => {
    const kinds = kindsOf({ linesAtOnce: 9 });
    kinds.see('a');
    kinds.see('b');
    kinds.see('a');
    kinds.see('c');

    expect(kinds.size).toBe(2);
    expect([kinds.see('a'), kinds.see('c'), kinds.see('b')]).toEqual(['repeated', 'repeated', 'new']);
  });

  it('or wait until one was forgotten', () => {
    const kinds = kindsOf({ linesAtOnce: 9, replacesOldest: false });

    expect([kinds.see('a'), kinds.see('b'), kinds.see('c')]).toEqual(['new', 'new', 'unlisted']);
    expect([kinds.see('a'), kinds.see('b')]).toEqual(['repeated', 'repeated']);
    now += HOUR;
    expect([kinds.see('c'), kinds.see('a')]).toEqual(['new', 'new']);
  });

  it('have a budget of lines, and then one more each minute', () => {
    const kinds = kindsOf({ mostKinds: 99 });

    expect(['a', 'b', 'c', 'd'].map(kind => kinds.see(kind))).toEqual(['new', 'new', 'new', 'unlisted']);
    now += MINUTE;
    expect([kinds.see('d'), kinds.see('e')]).toEqual(['new', 'unlisted']);
  });
});
