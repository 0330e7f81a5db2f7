import { excerpt, printable } from './describe-value.js';
import type { Finding } from './finding.js';
import { type AnchoredAlternative, readAnchoring } from './regexp-anchoring.js';

const STATEFUL_FLAGS = /[gy]/g;
const UNFIT_FLAGS = /[gym]/g;

// Beyond this nobody compares a corrected expression with their own in a terminal.
const LONGEST_REWRITING = 200;

/** What is wrong with a regular expression as a rule about origins. */
export function checkOriginRegExp(rule: RegExp): readonly Finding[] {
  const alternatives = readAnchoring(rule.source, rule.flags.includes('v'));
  const reasons = [...faultsOfFlags(rule.flags), ...faultsOfAnchoring(alternatives)];
  const suggestion = suggestRewriting(rule, alternatives);
  return reasons.map(reason => ({ reason, suggestion }));
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

function suggestRewriting({ source, flags }: RegExp, alternatives: readonly AnchoredAlternative[]): string {
  const sound = alternatives.every(({ start, end }) => start && end) ? source : anchor(alternatives);
  const rewriting = printable(`/${sound}/${flags.replace(UNFIT_FLAGS, '')}`);
  if (rewriting.length <= LONGEST_REWRITING) return `write ${rewriting}`;
  return 'begin it with ^(?: and end it with )$, and leave out the flags g, m and y';
}

function anchor(alternatives: readonly AnchoredAlternative[]): string {
  // `^` as the first character, and `$` as the last of an anchored end, can only be the assertions themselves.
  const bodies = alternatives.map(({ source, end }) =>
    source.slice(source.startsWith('^') ? 1 : 0, end && source.endsWith('$') ? -1 : undefined),
  );
  return bodies.length === 1 ? `^${bodies.join('')}$` : `^(?:${bodies.join('|')})$`;
}
