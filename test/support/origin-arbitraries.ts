import fc from './fast-check.js';
import { type ReferenceRule, textOf } from './reference-origin-rules.js';

// Few and similar words, so that rules and origins often meet, and often just miss each other.
const SCHEMES = ['https', 'http', 'capacitor', 'httpx'];
const LABELS = ['a', 'b', 'app', 'example', 'com', 'evil', 'xn--a', 'a-b', 'a_b', '1'];
const ADDRESSES = ['127.0.0.1', '10.0.0.1', '[::1]', '[2001:db8::1]', '[fe80::a.b]'];
const PORTS = ['', '1', '80', '443', '8443', '65535'];
const ODD_PORTS = [':', ':0', ':00', ':080', ':65536', ':99999', ':443a', ':*', ':+80', ':80:80', ':8.0'];
const ODD_CHARACTERS = [
  ...'.:/*@-_~^,; \t\n\0AZ[]%?#\\"{}'.split(''),
  ...['\u00a0', '\u212a', '\uff0e', '%2e', 'null', '://', '..'],
];

const domain = fc
  .array(fc.constantFrom(...LABELS), { minLength: 1, maxLength: 4 })
  .map(labels => labels.join('.'));
const port = fc.constantFrom(...PORTS);

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

const expression = fc
  .record({
    scheme: fc.constantFrom('https?', '[a-z]+', 'https'),
    before: fc.constantFrom('', '(?:.+\\.)?', '.*', '[a-z-]+\\.'),
    host: domain,
    after: fc.constantFrom('', '(?::[0-9]+)?', '.*', '(?::\\d{1,5})'),
    flags: fc.constantFrom('', 'i', 's', 'u'),
  })
  .map(({ scheme, before, host, after, flags }) => ({
    expression: new RegExp(`^${scheme}://${before}${escaped(host)}${after}$`, flags),
  }));

/** A rule that start-up takes. */
export const originRule: fc.Arbitrary<ReferenceRule> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      scheme: fc.constantFrom(...SCHEMES),
      subdomains: fc.boolean(),
      host: domain,
      port: fc.oneof(port, fc.constant('*')),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      scheme: fc.constantFrom(...SCHEMES),
      subdomains: fc.constant(false),
      host: fc.constantFrom(...ADDRESSES),
      port: fc.oneof(port, fc.constant('*')),
    }),
  },
  { weight: 1, arbitrary: expression },
);

/** An origin that a browser could send. */
export const origin: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...SCHEMES), fc.oneof(domain, fc.constantFrom(...ADDRESSES)), port)
  .map(([scheme, host, number]) => `${scheme}://${host}${number === '' ? '' : `:${number}`}`);

/** An origin that the rule allows, or nearly. */
function originNear(rule: ReferenceRule): fc.Arbitrary<string> {
  if ('expression' in rule) return origin;
  return fc
    .record({
      labels: fc.array(fc.constantFrom(...LABELS, ''), { maxLength: rule.subdomains ? 4 : 1 }),
      number: rule.port === '*' ? port : fc.oneof({ weight: 4, arbitrary: fc.constant(rule.port) }, port),
    })
    .map(({ labels, number }) => {
      const before = labels.map(label => `${label}.`).join('');
      return `${rule.scheme}://${before}${rule.host}${number === '' ? '' : `:${number}`}`;
    });
}

function distorted(sound: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  return fc.oneof(
    fc
      .tuple(sound, place, fc.constantFrom(...ODD_CHARACTERS), fc.nat(1))
      .map(([text, where, odd, removed]) => replaced(text, where, odd, removed)),
    fc.tuple(sound, fc.constantFrom(...ODD_PORTS)).map(([text, odd]) => text.replace(/(?::[0-9]+)?$/, odd)),
    fc.tuple(sound, place).map(([text, where]) => replaced(text, where, '', 1)),
    fc
      .tuple(sound, origin, fc.constantFrom('', '.', ',', ', ', ' ', '/', '@'))
      .map(([a, b, between]) => a + between + b),
    fc
      .tuple(sound, fc.integer({ min: 140, max: 165 }))
      .map(([text, count]) => text.replace('://', `://${'a.'.repeat(count)}`)),
    sound.map(text => text.toUpperCase()),
    sound.map(text => text.replace(/^[a-z]+/, 'https')),
  );
}

function replaced(text: string, where: number, insertion: string, removed: number): string {
  const index = Math.floor(where * text.length);
  return text.slice(0, index) + insertion + text.slice(index + removed);
}

/** Any text as the value of `Origin`. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 400 }),
  fc.constantFrom(
    '',
    'null',
    '*',
    'undefined',
    'true',
    'https://',
    '://',
    'https://*',
    'http://[',
    'https://a:1:2',
  ),
);

/** A value of `Origin`: allowed by one of the rules, nearly so, or anything. */
export function originAbout(rules: readonly ReferenceRule[]): fc.Arbitrary<string> {
  const near = fc.oneof(...rules.map(originNear));
  const literal = fc.constantFrom(...rules.map(rule => String(textOf(rule))));
  return fc.oneof(
    { weight: 6, arbitrary: near },
    { weight: 6, arbitrary: distorted(near) },
    { weight: 1, arbitrary: distorted(origin) },
    { weight: 1, arbitrary: literal },
    { weight: 1, arbitrary: anyText },
  );
}
