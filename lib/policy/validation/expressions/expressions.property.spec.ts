import { Script, createContext, runInNewContext } from 'node:vm';
import fc from '../../../../test/support/fast-check.js';
import { parse } from 'tldts';
import { parseOrigin } from '../../../fetch/index.js';
import { compileOriginMatcher } from '../../origin-matcher.js';
import type { OriginRule } from '../../policy-options.js';
import { checkEffectivePolicy, checkPolicyOptions, policyWarnings } from '../index.js';
import { isLoopbackHost } from '../loopback.js';
import { isRegExp } from '../value-kinds.js';
import { analyseExpression } from './expression-analysis.js';

// Parts of valid and wrong expressions about origins, in any order.
const part = fc.constantFrom(
  ...[
    'https',
    'http',
    's?',
    ':',
    '\\/\\/',
    ':\\/\\/',
    'app',
    'example',
    'com',
    'localhost',
    '-',
    '\\d+',
    '\\.',
    '\\.',
    '.',
  ],
  ...[
    '\\.example\\.com',
    '\\.co\\.uk',
    '\\.github\\.io',
    '\\.amazonaws\\.com',
    '(:\\d+)?',
    'a',
    '[a-z]',
    '[a-z0-9-]+',
    '[^.]+',
    '.*',
  ],
  ...[
    '.+',
    '\\w*',
    '(?!evil)',
    '(?=a)',
    '(?<!b)',
    '\\b',
    'x{1,3}',
    '127\\.0\\.0\\.1',
    '\\[::1\\]',
    'app:\\/\\/',
    'null',
  ],
);
const pieces = fc.array(part, { maxLength: 5 }).map(parts => parts.join(''));
const group = fc
  .tuple(pieces, pieces, fc.constantFrom('', '?', '*', '+', '{0,2}', '{3}'))
  .map(([one, other, quantifier]) => `(?:${one}|${other})${quantifier}`);
const body = fc.array(fc.oneof({ weight: 3, arbitrary: pieces }, { weight: 1, arbitrary: group }), {
  maxLength: 4,
});
const usual = fc
  .tuple(
    fc.constantFrom('^https:\\/\\/', '^https?:\\/\\/', '^', ''),
    body,
    fc.constantFrom('\\.example\\.com$', 'example\\.com$', '$', ''),
  )
  .map(([start, middle, end]) => `${start}${middle.join('')}${end}`);
const expression = fc.tuple(usual, fc.constantFrom('', 'i', 'u', 's', 'g')).map(([source, flags]) => {
  try {
    return new RegExp(source, flags);
  } catch {
    return /^https:\/\/app\.example\.com$/;
  }
});

const valid = (origin: unknown, credentials: boolean): boolean =>
  [...checkPolicyOptions({ origin, credentials }), ...checkEffectivePolicy({ origin, credentials } as never)]
    .length === 0;

/** The rules of a suggestion, evaluated as code. */
function pasted(suggestion: string): unknown {
  const code = /^write (\/.+\/[a-z]*|\[?'.*'\]?)(?:$|, or (?:write )?dangerously| for any origin)/.exec(
    suggestion,
  )?.[1];
  return code === undefined ? undefined : (runInNewContext(code) as unknown);
}

const allows = (origin: unknown, probe: string): boolean =>
  compileOriginMatcher(origin as OriginRule[], {
    allowNullOrigin: false,
    allowFileOrigin: false,
    predicateOf: () => () => false,
  }).verdict(probe) === 'allowed';

/** Origins that the rules allow. */
function samplesOf(rules: unknown): readonly string[] {
  if (isRegExp(rules)) return (analyseExpression(rules)?.schemes ?? []).map(({ example }) => example);
  return [rules]
    .flat()
    .filter(rule => typeof rule === 'string')
    .flatMap(rule => ['', ':3000'].map(port => rule.replace('*.', 'sub.').replace(':*', port)));
}

/** Texts that make a matcher backtrack: many repetitions without a valid end. */
const attacks = ['a', '-', 'a-', '0', 'a.', 'b', 'aa.', 'app', 'x', '.', 'example.com', ':'].flatMap(
  repeated =>
    ['https://', 'http://', '', 'app://'].flatMap(start =>
      ['', '!', '.example.com!', 'example.com'].map(
        end => `${start}${repeated.repeat(326)}`.slice(0, 326 - end.length) + end,
      ),
    ),
);

describe('every suggestion for an expression that looks like code', () => {
  it('starts, also with credentials, and shares an origin with the expression', () => {
    let seen = 0;
    fc.assert(
      fc.property(expression, rule => {
        const problems = [
          ...checkPolicyOptions({ origin: rule }),
          ...checkEffectivePolicy({ origin: rule, credentials: true }),
          ...policyWarnings({ origin: rule }),
        ];
        for (const { suggestion } of problems) {
          const rules = pasted(suggestion);
          if (rules === undefined || rules === '*') continue;
          seen += 1;
          expect(valid(rules, true)).toBe(true);
          expect(policyWarnings({ origin: rules } as never)).toEqual([]);
          const examples = (analyseExpression(rule)?.schemes ?? []).map(({ example }) => example);
          const matched = examples.filter(example =>
            new RegExp(rule.source, rule.flags.replace('g', '')).test(example),
          );
          const probes = [...matched, ...matched.map(example => example.replace(/^http:/, 'https:'))];
          const allowed = probes.some(probe => allows(rules, probe));
          const shared = samplesOf(rules).some(sample =>
            new RegExp(rule.source, rule.flags.replace('g', '')).test(sample),
          );
          expect(allowed || shared || matched.length === 0).toBe(true);
        }
      }),
      { numRuns: 400, seed: 20261128 },
    );
    expect(seen).toBeGreaterThan(40);
  });
});

describe('an expression that starts', () => {
  it('with credentials, matches no origin of another registrable domain than its tree gives', () => {
    let matches = 0;
    const label = fc.constantFrom(
      'app',
      'example',
      'evil',
      'com',
      'a',
      'x',
      'evilexample',
      'aexample',
      'github',
      'io',
      '1',
      'co',
      'uk',
    );
    const host = fc
      .tuple(
        fc.array(label, { maxLength: 3 }),
        fc.constantFrom('example.com', 'evil.com', 'evilexample.com', 'example.com.evil.net', 'localhost'),
      )
      .map(([labels, end]) => [...labels, end].join('.'));
    const origin = fc
      .tuple(fc.constantFrom('https', 'http'), host, fc.constantFrom('', ':3000'))
      .map(([scheme, name, port]) => `${scheme}://${name}${port}`);
    fc.assert(
      fc.property(expression, fc.array(origin, { minLength: 30, maxLength: 30 }), (rule, origins) => {
        if (!valid(rule, true)) return;
        const schemes = analyseExpression(rule)?.schemes ?? [];
        const probes = [...origins, ...schemes.map(({ example }) => example)];
        for (const probe of probes.filter(each => rule.test(each) && parseOrigin(each))) {
          const { scheme = '', host = '' } = parseOrigin(probe) ?? {};
          const name = host.replace(/\.$/, '');
          if (!/^https?:/.test(scheme) || /^\[|^[\d.]+$/.test(name)) continue;
          matches += 1;
          const domain = isLoopbackHost(name)
            ? 'localhost'
            : (parse(name, { allowPrivateDomains: true, extractHostname: false }).domain ?? name);
          const found = schemes.find(each => `${each.scheme}://` === scheme);
          expect([...(found?.names ?? [])]).toContain(domain);
        }
      }),
      { numRuns: 700, seed: 20261128 },
    );
    expect(matches).toBeGreaterThan(10);
  });

  // Repetitions that can share a text, alone and nested. Some of these are valid, most are not.
  const overlapping = fc.constantFrom('.*', '.+', '[a-z]*', '[a-z-]*', '\\w*', 'a*', '.*a', '.*-');
  const other = fc.constantFrom(
    ...[
      '.*',
      '.+',
      '[a-z]*',
      '[a-z-]+',
      '\\w*',
      '\\S+',
      '[^.]+',
      'a*',
      'a?',
      '-*',
      '-',
      '\\.',
      'app',
      'x{1,3}',
    ],
    ...['(?:a|aa)*', '(?:a+)*', '(?:\\w|\\d)*', '(?:[a-z]+-?)*', '(?:[^.]+\\.)*', '(?:.*\\.)?', '(?:a|b)*'],
    ...['(?:(?=a*)a)*', '(?!.*evil)', '(?<!a+b)', '(?:a?){8}'],
  );
  const repetition = fc.oneof({ arbitrary: overlapping, weight: 3 }, { arbitrary: other, weight: 1 });
  const repetitive = fc
    .tuple(fc.array(repetition, { minLength: 1, maxLength: 5 }), fc.constantFrom('', '\\.example\\.com', '!'))
    .map(([parts, end]) => new RegExp(`^https://${parts.join('')}${end}$`));

  it('takes about as long for any origin as one with three repetitions that share a text', () => {
    // Some milliseconds, measured on the same machine.
    const measured = (): number => fastest(/^https:\/\/.*-.*-.*\.x$/, `https://${'-'.repeat(318)}`);
    const enough = 3 * measured();
    let started = 0;
    fc.assert(
      fc.property(fc.oneof(expression, { arbitrary: repetitive, weight: 3 }), rule => {
        if (analyseExpression(rule)?.bounded !== true || !valid(rule, false)) return;
        started += 1;
        for (const attack of attacks) {
          const time = fastest(rule, attack, enough);
          // Too many steps take a hundred times as long, a busy machine two or three times.
          if (time >= enough) expect(time).toBeLessThan(10 * measured());
        }
      }),
      { numRuns: 120, seed: 20261128 },
    );
    expect(started).toBeGreaterThan(20);
  });
});

const MATCH = new Script('new RegExp(source, flags).test(text)');
const MATCHED = createContext({ source: '', flags: '', text: '' });

/**
 * The fastest of some runs, in milliseconds of processor time, because other processes also run.
 * One fast run is enough. An expression that takes too long throws.
 */
function fastest({ source, flags }: RegExp, text: string, enough = 0): number {
  Object.assign(MATCHED, { source, flags, text });
  MATCH.runInContext(MATCHED, { timeout: 2_000 });
  const ready = new RegExp(source, flags);
  ready.test('https://app.example.com');
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5 && least >= enough; run += 1) {
    const begin = process.cpuUsage();
    ready.test(text);
    least = Math.min(least, process.cpuUsage(begin).user / 1_000);
  }
  return least;
}
