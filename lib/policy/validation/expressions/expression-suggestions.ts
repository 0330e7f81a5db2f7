import type { AST } from '@eslint-community/regexpp';
import { type OriginMatcher, NO_PREDICATES, compileOriginMatcher } from '../../origin-matcher.js';
import { isLoopbackHost } from '../loopback.js';
import { checkOriginString } from '../check-origin-string.js';
import { checkTrustedString } from '../check-trusted-string.js';
import { printable, quote } from '../describe-value.js';
import { isPublicSuffix } from '../public-suffix.js';
import { isRegExp } from '../value-kinds.js';
import { analyseExpression } from './expression-analysis.js';
import { type AnchoredAlternative, readAnchoring } from './expression-anchoring.js';
import { unescapedDots, withEscapes } from './expression-dots.js';
import { faultsOfExpression, faultsWithCredentials, matchesNothing } from './expression-faults.js';
import { type LiteralEnd, literalEnd } from './literal-end.js';

/** Rules to write instead of an expression. */
type Rules = readonly (string | RegExp)[];

// Longer expressions are hard to compare in a terminal.
const LONGEST_REWRITING = 200;
const STATEFUL_FLAGS = /[gym]/g;

/**
 * The rules that the user most likely meant, as code; `undefined` if no guess is valid and allows a
 * meant origin.
 */
export function suggestRules(rule: RegExp, pattern: AST.Pattern): string | undefined {
  const end = literalEnd(pattern);
  const guesses: Rules[] = [
    ...(end !== undefined && isLoopbackHost(end.host) ? [rulesOf(end)] : []),
    ...rewritings(rule, pattern).map(rewriting => [rewriting]),
    ...(end === undefined ? [] : [rulesOf(end)]),
  ];
  const found = guesses.find(rules => isSound(rules) && allowsMeant(rule, rules, pattern));
  return found === undefined ? undefined : codeOf(found);
}

/** The expression with escaped dots, and with https instead of http if needed, as code. */
export function suggestCorrection(rule: RegExp, pattern: AST.Pattern): string | undefined {
  const escaped = withEscapes(rule.source, unescapedDots(pattern));
  const secure = escaped
    .replace(/\bhttp(?:s\?)?:/g, 'https:')
    .replace(/\(\?:https\|http\)|\(https\|http\)|\((?:\?:)?http\|https\)/g, 'https');
  const corrected = [escaped, secure]
    .map(source => new RegExp(source, rule.flags))
    .find(expression => isSound([expression]) && allowsMeant(rule, [expression], pattern));
  return corrected === undefined ? undefined : codeOf([corrected]);
}

function rewritings({ source, flags }: RegExp, pattern: AST.Pattern): RegExp[] {
  const alternatives = readAnchoring(pattern);
  const kept = flags.replace(STATEFUL_FLAGS, '');
  const anchored = isAnchored(alternatives) ? source : anchor(alternatives);
  return [new RegExp(anchored, kept)];
}

function isAnchored(alternatives: readonly AnchoredAlternative[]): boolean {
  return alternatives.every(({ start, end }) => start && end);
}

function anchor(alternatives: readonly AnchoredAlternative[]): string {
  // As the first and last characters of anchored ends, `^` and `$` are always assertions.
  const bodies = alternatives.map(({ source, end }) =>
    source.slice(source.startsWith('^') ? 1 : 0, end && source.endsWith('$') ? -1 : undefined),
  );
  return bodies.length === 1 ? `^${bodies.join('')}$` : `^(?:${bodies.join('|')})$`;
}

function rulesOf({ scheme, host, port, subdomains }: LiteralEnd): Rules {
  if (isLoopbackHost(host)) return [`${scheme ?? 'http'}://${host}${port || ':*'}`];
  const origin = `${scheme ?? 'https'}://`;
  if (!host.includes('.') || isPublicSuffix(host)) return [];
  const domain = `${origin}${host}${port}`;
  const below = `${origin}*.${host}${port}`;
  return { none: [domain], only: [below], also: [domain, below] }[subdomains];
}

/** Whether the rules are valid with credentials, because another level can set them. */
function isSound(rules: Rules): boolean {
  return (
    rules.length > 0 &&
    rules.every(rule =>
      isRegExp(rule)
        ? faultsOfExpression(rule).length === 0 &&
          !matchesNothing(rule) &&
          faultsWithCredentials(rule, undefined).length === 0
        : checkOriginString(rule) === undefined && checkTrustedString(rule, undefined).length === 0,
    )
  );
}

/**
 * Whether the rules and the expression have a common origin, or the expression matches no origin.
 */
function allowsMeant({ source, flags }: RegExp, rules: Rules, pattern: AST.Pattern): boolean {
  const expression = new RegExp(source, flags.replace(STATEFUL_FLAGS, ''));
  const meant = examplesOf(expression);
  // The analysis of the tree is for whole origins.
  const isTold = isAnchored(readAnchoring(pattern)) || !isBounded(expression);
  if (isTold && meant.length === 0 && matchesNothing(expression)) return true;
  const matcher = matcherOf(rules);
  return (
    meant.some(
      origin => matcher.verdict(origin) === 'allowed' || matcher.verdict(secure(origin)) === 'allowed',
    ) || rules.flatMap(examplesOf).some(origin => isBounded(expression) && expression.test(origin))
  );
}

function matcherOf(rules: Rules): OriginMatcher {
  return compileOriginMatcher([...rules], {
    allowNullOrigin: false,
    allowFileOrigin: false,
    predicateOf: NO_PREDICATES,
  });
}

function secure(origin: string): string {
  return origin.replace(/^http:/, 'https:');
}

function examplesOf(rule: string | RegExp): readonly string[] {
  if (typeof rule === 'string') {
    const host = rule.replace('*.', 'sub.');
    return host.endsWith(':*') ? [host.slice(0, -2), host.replace(':*', ':3000')] : [host];
  }
  const examples = (analyseExpression(rule)?.schemes ?? []).map(({ example }) => example);
  return isBounded(rule) ? examples.filter(example => rule.test(example)) : examples;
}

/** Whether the expression can run. Others are only analysed by their tree. */
function isBounded(rule: RegExp): boolean {
  return analyseExpression(rule)?.bounded === true;
}

function codeOf(rules: Rules): string | undefined {
  const codes = rules.map(rule => (isRegExp(rule) ? printable(String(rule)) : quote(rule)));
  const code = codes.length === 1 ? codes.join('') : `[${codes.join(', ')}]`;
  return code.length <= LONGEST_REWRITING ? code : undefined;
}
