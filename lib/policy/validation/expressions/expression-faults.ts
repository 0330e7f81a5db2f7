import { OPAQUE_ORIGIN } from '../../../fetch/opaque-origin.js';
import type { DangerousOptions } from '../../policy-options.js';
import { permits } from '../check-dangerously.js';
import { INSECURE, whySuffix } from '../check-trusted-string.js';
import { excerpt, quote } from '../describe-value.js';
import { type SchemeMatches, analyseExpression } from './expression-analysis.js';
import { type AnchoredAlternative, readAnchoring } from './expression-anchoring.js';
import { unescapedDots } from './expression-dots.js';
import { areLoopback } from './matched-domains.js';

/** What is wrong with an expression, and what kind of correction it takes. */
export interface ExpressionFault {
  readonly kind: 'form' | 'any' | 'slow' | 'nothing' | 'dot' | 'open' | 'scheme' | 'insecure' | 'suffix';
  readonly reason: string;
  /** The public suffix, where that is the fault. */
  readonly suffix?: string;
}

const OPEN_SCHEME: ExpressionFault = {
  kind: 'scheme',
  reason:
    'its scheme is neither written out nor a choice of schemes, and pages of other applications match too',
};

const STATEFUL_FLAGS = /[gy]/g;

// No one owns all of these, and an expression that lists domains lists none of them.
const ARBITRARY = ['qwxkzv', 'zvq.kxwq', 'q7-kz.wx.zvkq'].flatMap(name =>
  ['https://', 'http://'].map(scheme =>
    ['com', 'net', 'de', 'info', 'xyz'].map(suffix => `${scheme}${name}.${suffix}`),
  ),
);

/** What is wrong with an expression whatever the policy. */
export function faultsOfExpression(rule: RegExp): readonly ExpressionFault[] {
  const analysis = analyseExpression(rule);
  if (analysis === undefined) {
    return [{ kind: 'form', reason: 'it has syntax that this library cannot read, and so cannot check' }];
  }
  // One that is not bounded is not run: start-up would hang.
  if (analysis.bounded && matchesAnything(rule)) return [{ kind: 'any', reason: 'it matches any origin' }];
  const formal = [...faultsOfFlags(rule.flags), ...faultsOfAnchoring(readAnchoring(analysis.pattern))];
  if (formal.length > 0) return formal.map(reason => ({ kind: 'form', reason }));
  if (!analysis.bounded) {
    return [
      {
        kind: 'slow',
        reason:
          'one long origin can keep the whole process busy, since its repetitions can share a text in too many ways',
      },
    ];
  }
  return [];
}

/** Whether an expression, which has none of the faults above, is there for no origin at all. */
export function matchesNothing(rule: RegExp): boolean {
  return analyseExpression(rule)?.schemes?.length === 0 && !rule.test(OPAQUE_ORIGIN);
}

/** What is wrong with trusting what an expression matches with credentials. It has none of the faults above. */
export function faultsWithCredentials(rule: RegExp, dangerously: unknown): readonly ExpressionFault[] {
  const unless = (
    flag: keyof DangerousOptions,
    faults: readonly ExpressionFault[],
  ): readonly ExpressionFault[] => (permits(dangerously, flag) ? [] : faults);
  const dots = faultsOfDots(rule);
  if (dots.length > 0) return dots;
  const schemes = analyseExpression(rule)?.schemes;
  if (schemes === undefined) return [OPEN_SCHEME];
  const open = faultsOfOpenDomains(schemes, ", and any of them would be trusted with the user's credentials");
  if (open.length > 0) return open;
  return [
    ...unless(
      'allowPublicSuffixSubdomains',
      faultsOfSuffixes(schemes, ", and be trusted with the user's credentials"),
    ),
    ...unless('allowInsecureOrigins', faultsOfInsecurity(schemes)),
  ];
}

/** What is doubtful about an expression, which has none of the faults above, whatever the policy. */
export function doubtsOfExpression(rule: RegExp): readonly ExpressionFault[] {
  if (!matchesNothing(rule)) return [];
  return [{ kind: 'nothing', reason: 'it matches no origin that a browser sends' }];
}

/** What is doubtful about an expression without credentials. With them, it is wrong. */
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
        `with the flag ${flag} a regular expression remembers where it stopped, and refuses on one request what it allowed on the last`,
    ),
    ...(flags.includes('m')
      ? ['with the flag m, ^ and $ also match at line ends, and an origin is one line']
      : []),
  ];
}

function faultsOfAnchoring(alternatives: readonly AnchoredAlternative[]): string[] {
  return alternatives
    .filter(({ start, end }) => !start || !end)
    .map(({ source, start, end }) => {
      const subject = alternatives.length > 1 ? `the alternative /${excerpt(source)}/` : 'it';
      if (start) return `${subject} is not anchored at the end, and matches any origin that merely begins so`;
      if (end) return `${subject} is not anchored at the start, and matches any origin that merely ends so`;
      return `${subject} is not anchored at either end, and matches any origin that merely contains it`;
    })
    .slice(0, 1);
}

/** Whether names that nobody has listed match, under whatever top-level domain. */
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
      reason: 'a dot in it is not escaped, and stands for any character: another domain matches too',
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
  return [{ kind: 'open', reason: `it matches more ${where} than a list can name${consequence}` }];
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
    : [{ kind: 'insecure', reason: `it matches ${quote(insecure.example)}, and ${INSECURE}` }];
}
