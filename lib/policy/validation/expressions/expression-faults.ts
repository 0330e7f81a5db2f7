import { OPAQUE_ORIGIN } from '../../../fetch/index.js';
import type { DangerousOptions } from '../../policy-options.js';
import { permits } from '../check-dangerously.js';
import { INSECURE, whySuffix } from '../check-trusted-string.js';
import { excerpt, quote } from '../describe-value.js';
import { type SchemeMatches, analyseExpression } from './expression-analysis.js';
import { type AnchoredAlternative, readAnchoring } from './expression-anchoring.js';
import { unescapedDots } from './expression-dots.js';
import { areLoopback } from './matched-domains.js';

/** A fault of an expression, and the kind of correction that it needs. */
export interface ExpressionFault {
  readonly kind: 'form' | 'any' | 'slow' | 'nothing' | 'dot' | 'open' | 'scheme' | 'insecure' | 'suffix';
  readonly reason: string;
  /** The public suffix, if it is the fault. */
  readonly suffix?: string;
}

const OPEN_SCHEME: ExpressionFault = {
  kind: 'scheme',
  reason: 'the expression does not list its schemes, so pages of other applications match too',
};

const STATEFUL_FLAGS = /[gy]/g;

// Unrelated names. An expression that lists domains matches none of them.
const ARBITRARY = ['qwxkzv', 'zvq.kxwq', 'q7-kz.wx.zvkq'].flatMap(name =>
  ['https://', 'http://'].map(scheme =>
    ['com', 'net', 'de', 'info', 'xyz'].map(suffix => `${scheme}${name}.${suffix}`),
  ),
);

/** Finds the faults of an expression that are errors in every policy. */
export function faultsOfExpression(rule: RegExp): readonly ExpressionFault[] {
  const analysis = analyseExpression(rule);
  if (analysis === undefined) {
    return [
      {
        kind: 'form',
        reason: 'the expression has syntax that this library cannot read, so it cannot be checked',
      },
    ];
  }
  // An expression that is not bounded must not run, because start-up could hang.
  if (analysis.bounded && matchesAnything(rule))
    return [{ kind: 'any', reason: 'the expression matches any origin' }];
  const formal = [...faultsOfFlags(rule.flags), ...faultsOfAnchoring(readAnchoring(analysis.pattern))];
  if (formal.length > 0) return formal.map(reason => ({ kind: 'form', reason }));
  if (!analysis.bounded) {
    return [
      {
        kind: 'slow',
        reason:
          'one long origin can block the whole process, because the repetitions can divide a text in too many ways',
      },
    ];
  }
  return [];
}

/** Whether an expression without faults matches no origin. */
export function matchesNothing(rule: RegExp): boolean {
  return analyseExpression(rule)?.schemes?.length === 0 && !rule.test(OPAQUE_ORIGIN);
}

/**
 * Finds the faults of an expression that are errors only with credentials. It has no other faults.
 */
export function faultsWithCredentials(rule: RegExp, dangerously: unknown): readonly ExpressionFault[] {
  const unless = (
    flag: keyof DangerousOptions,
    faults: readonly ExpressionFault[],
  ): readonly ExpressionFault[] => (permits(dangerously, flag) ? [] : faults);
  const dots = faultsOfDots(rule);
  if (dots.length > 0) return dots;
  const schemes = analyseExpression(rule)?.schemes;
  if (schemes === undefined) return [OPEN_SCHEME];
  const open = faultsOfOpenDomains(schemes, ", and all of them would be trusted with the user's credentials");
  if (open.length > 0) return open;
  return [
    ...unless(
      'allowPublicSuffixSubdomains',
      faultsOfSuffixes(schemes, ", and would then be trusted with the user's credentials"),
    ),
    ...unless('allowInsecureOrigins', faultsOfInsecurity(schemes)),
  ];
}

/** Finds reasons for a warning about an expression without faults, in any policy. */
export function doubtsOfExpression(rule: RegExp): readonly ExpressionFault[] {
  if (!matchesNothing(rule)) return [];
  return [{ kind: 'nothing', reason: 'the expression matches no origin that a browser sends' }];
}

/**
 * Finds reasons for a warning about an expression without credentials. With credentials, they are
 * errors.
 */
export function doubtsWithoutCredentials(rule: RegExp, dangerously: unknown): readonly ExpressionFault[] {
  const dots = faultsOfDots(rule);
  if (dots.length > 0) return dots;
  const schemes = analyseExpression(rule)?.schemes;
  if (schemes === undefined) return [OPEN_SCHEME];
  const open = faultsOfOpenDomains(schemes, '');
  if (open.length > 0) return open;
  return permits(dangerously, 'allowPublicSuffixSubdomains') ? [] : faultsOfSuffixes(schemes, '');
}

function faultsOfFlags(flags: string): string[] {
  const stateful = Array.from(flags.matchAll(STATEFUL_FLAGS), ([flag]) => flag);
  return [
    ...stateful.map(
      flag =>
        `with the flag ${flag}, an expression remembers its last position, so it can refuse an origin that it allowed on the previous request`,
    ),
    ...(flags.includes('m')
      ? ['with the flag m, ^ and $ also match at line breaks, and an origin has none']
      : []),
  ];
}

function faultsOfAnchoring(alternatives: readonly AnchoredAlternative[]): string[] {
  return alternatives
    .filter(({ start, end }) => !start || !end)
    .map(({ source, start, end }) => {
      const subject = alternatives.length > 1 ? `the alternative /${excerpt(source)}/` : 'the expression';
      if (start)
        return `${subject} is not anchored at the end, so it also matches origins with more text after it`;
      if (end)
        return `${subject} is not anchored at the start, so it also matches origins with more text before it`;
      return `${subject} is not anchored at either end, so it also matches origins with more text around it`;
    })
    .slice(0, 1);
}

/** Whether arbitrary names match under any top-level domain. */
function matchesAnything({ source, flags }: RegExp): boolean {
  const expression = new RegExp(source, flags.replace(STATEFUL_FLAGS, ''));
  return ARBITRARY.some(origins => origins.every(origin => expression.test(origin)));
}

function faultsOfDots(rule: RegExp): readonly ExpressionFault[] {
  const pattern = analyseExpression(rule)?.pattern;
  if (pattern === undefined || unescapedDots(pattern).length === 0) return [];
  return [
    {
      kind: 'dot',
      reason:
        'the expression has a dot that is not escaped and matches any character, so other domains match too',
    },
  ];
}

function faultsOfOpenDomains(
  schemes: readonly SchemeMatches[],
  consequence: string,
): readonly ExpressionFault[] {
  const suffixes = schemes.flatMap(({ open }) => [...open]);
  const addresses = schemes.some(({ addressesAreListed }) => !addressesAreListed);
  const [suffix] = suffixes;
  if (suffix === undefined && !addresses) return [];
  const where = suffix === undefined ? 'addresses' : suffix === '' ? 'domains' : `domains under ${suffix}`;
  return [
    { kind: 'open', reason: `the expression matches more ${where} than a list can contain${consequence}` },
  ];
}

function faultsOfSuffixes(
  schemes: readonly SchemeMatches[],
  consequence: string,
): readonly ExpressionFault[] {
  return schemes
    .flatMap(({ suffixes }) => [...suffixes])
    .slice(0, 1)
    .map(suffix => ({ kind: 'suffix', reason: `${whySuffix(suffix)}${consequence}`, suffix }));
}

function faultsOfInsecurity(schemes: readonly SchemeMatches[]): readonly ExpressionFault[] {
  const insecure = schemes.find(
    ({ scheme, names, suffixes, addresses }) =>
      scheme === 'http' && !areLoopback([...names, ...suffixes, ...addresses]),
  );
  return insecure === undefined
    ? []
    : [{ kind: 'insecure', reason: `the expression matches ${quote(insecure.example)}, and ${INSECURE}` }];
}
