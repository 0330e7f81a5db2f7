import type { AST } from '@eslint-community/regexpp';
import { SCHEME_END } from '../../../fetch/index.js';

/** The host that an expression ends with, where that is written out. */
export interface LiteralEnd {
  /** Where it is written out too. */
  readonly scheme: string | undefined;
  readonly host: string;
  /** With the colon; empty where there is none, and `:*` where it is not written out. */
  readonly port: string;
  /** Whether hosts below this one were meant: no, only those, or those as well. */
  readonly subdomains: 'none' | 'only' | 'also';
}

const ORIGIN = /^(?:([a-z][a-z\d+.-]*)?:\/\/)?(\.?)((?:[a-z\d_-]+\.)*[a-z\d_-]+)(:\d*)?$/;

/** Reads the host that somebody meant from the text at the end of an expression, without regard to what makes it an expression. */
export function literalEnd(pattern: AST.Pattern): LiteralEnd | undefined {
  const anchored = pattern.alternatives[0]?.elements[0]?.type === 'Assertion';
  const consuming = elementsOf(pattern.alternatives);
  while (isTail(consuming.at(-1))) consuming.pop();
  const characters = consuming.slice(
    consuming.findLastIndex(element => characterOf(element) === undefined) + 1,
  );
  const text = characters.map(characterOf).join('').toLowerCase();
  const [, scheme, dot, host, port = ''] = ORIGIN.exec(text) ?? [];
  if (host === undefined) return undefined;
  const whole = characters.length === consuming.length;
  const named = text.includes(SCHEME_END) || (whole && anchored);
  const isOpen = port === ':';
  return {
    scheme,
    host,
    port: isOpen ? ':*' : port,
    subdomains: dot === '.' ? 'only' : named ? 'none' : 'also',
  };
}

/** What consumes text, without a group around all of it; nothing where there is a choice. */
function elementsOf(alternatives: readonly AST.Alternative[]): AST.Element[] {
  if (alternatives.length > 1) return [];
  const elements = alternatives
    .flatMap(alternative => alternative.elements)
    .filter(({ type }) => type !== 'Assertion');
  const [element, ...rest] = elements;
  const isGroup = element?.type === 'Group' || element?.type === 'CapturingGroup';
  return isGroup && rest.length === 0 ? elementsOf(element.alternatives) : elements;
}

/** A port that may be left out, a slash, or anything else behind the host. */
function isTail(element: AST.Element | undefined): boolean {
  return element?.type === 'Quantifier' || (element !== undefined && characterOf(element) === '/');
}

function characterOf(element: AST.Element): string | undefined {
  if (element.type === 'Character') return String.fromCodePoint(element.value);
  return element.type === 'CharacterSet' && element.kind === 'any' ? '.' : undefined;
}
