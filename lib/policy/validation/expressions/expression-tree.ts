import type { AST } from '@eslint-community/regexpp';
import { loadRegExpParser } from '../../lazy-packages.js';

// The newest version of the parser. An older engine has already rejected newer syntax.
const ECMA_VERSION = 2025;

/** The syntax tree of an expression; `undefined` if the parser does not support its syntax. */
export function parseExpression(source: string, flags: string): AST.Pattern | undefined {
  try {
    return parsePattern(source, flags);
  } catch {
    return undefined;
  }
}

/** @throws {Error} for syntax that the parser does not support */
export function parsePattern(source: string, flags: string): AST.Pattern {
  const { RegExpParser } = loadRegExpParser();
  return new RegExpParser({ ecmaVersion: ECMA_VERSION }).parsePattern(source, 0, source.length, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  });
}
