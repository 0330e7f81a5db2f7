import type { AST } from '@eslint-community/regexpp';
import { SCHEME_END } from '../../../fetch/index.js';

/** The literal host at the end of an expression. */
export interface LiteralEnd {
  /** The literal scheme; `undefined` if there is none. */
  readonly scheme: string | undefined;
  readonly host: string;
  /** The port with its colon; empty without a port, and `:*` if it is not literal. */
  readonly port: string;
  /** Whether the user meant no hosts below this one, only those, or also those. */
  readonly subdomains: 'none' | 'only' | 'also';
}

const ORIGIN = /^(?:([a-z][a-z\d+.-]*)?:\/\/)?(\.?)((?:[a-z\d_-]+\.)*[a-z\d_-]+)(:\d*)?$/;

/** Guesses the host that the user meant from the literal characters at the end of an expression. */
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

/** The elements that consume text, without an outer group; empty if there are alternatives. */
function elementsOf(alternatives: readonly AST.Alternative[]): AST.Element[] {
  if (alternatives.length > 1) return [];
  const elements = alternatives
    .flatMap(alternative => alternative.elements)
    .filter(({ type }) => type !== 'Assertion');
  const [element, ...rest] = elements;
  const isGroup = element?.type === 'Group' || element?.type === 'CapturingGroup';
  return isGroup && rest.length === 0 ? elementsOf(element.alternatives) : elements;
}

/** Whether an element after the host is an optional port, a slash or similar. */
function isTail(element: AST.Element | undefined): boolean {
  return element?.type === 'Quantifier' || (element !== undefined && characterOf(element) === '/');
}

function characterOf(element: AST.Element): string | undefined {
  if (element.type === 'Character') return String.fromCodePoint(element.value);
  return element.type === 'CharacterSet' && element.kind === 'any' ? '.' : undefined;
}
