/** A scheme, a host and perhaps a port: what a page can have as its origin. */
const LITERAL = /^[a-z][a-z\d+.-]*:\/\/[^*[]+$/;
const SUBDOMAIN = 'app';
const PORT = '3000';
/** In place of an escaped dot. */
const DOT = '\0';
/** Of a host name. */
const LONGEST_LABEL = 63;
const REGULAR_EXPRESSION = /^\/(.+)\/([a-z]*)$/s;

/**
 * The origins among the values of a policy's `origin`, without patterns, expressions and
 * predicates.
 */
export function literalOrigins(value: unknown): string[] {
  return rulesOf(value).filter(rule => LITERAL.test(rule));
}

/**
 * An origin that a policy allows, as a page can have it; `undefined` if the rules alone do not tell
 * one.
 *
 * @param value of `origin`, as plain data
 * @param known origins of other policies, which a regular expression may match
 */
export function exampleOrigin(value: unknown, known: readonly string[]): string | undefined {
  const rules = rulesOf(value);
  const written = rules.map(rule => rule.replace('//*.', `//${SUBDOMAIN}.`).replace(/:\*$/, `:${PORT}`));
  const [literal] = literalOrigins(written);
  if (literal !== undefined) return literal;
  const expressions = rules.flatMap(rule => expressionOf(rule) ?? []);
  const candidates = [...known, ...expressions.flatMap(({ source }) => samplesOf(source))];
  return candidates.find(
    origin => LITERAL.test(origin) && expressions.some(expression => expression.test(origin)),
  );
}

function rulesOf(value: unknown): string[] {
  return [value].flat().filter(rule => typeof rule === 'string');
}

/**
 * A policy has no expression that a browser's origin could keep busy: start-up has checked that.
 */
function expressionOf(rule: string): RegExp | undefined {
  const [, source, flags = ''] = REGULAR_EXPRESSION.exec(rule) ?? [];
  return source === undefined ? undefined : new RegExp(source, flags.replace(/[gy]/g, ''));
}

/**
 * Texts that a simple expression may match: each class as one letter or digit, and each group as
 * its first branch.
 */
function samplesOf(source: string): string[] {
  return ['a', '1'].map(character =>
    source
      .replace(/^\^|\$$/g, '')
      .replaceAll('\\.', DOT)
      .replace(/\[(?:\\.|[^\]\\])*\]|\\[dw]|\./g, character)
      .replaceAll(DOT, '.')
      .replace(/\\(.)/g, '$1')
      .replace(/\((?:\?:|\?<\w+>)?([^()|]*)[^()]*\)\??/g, '$1')
      .replace(/(.)\{(\d+)[\d,]*\}/g, (_, repeated: string, times: string) =>
        repeated.repeat(Math.min(Number(times), LONGEST_LABEL)),
      )
      .replace(/[+*?]/g, ''),
  );
}
