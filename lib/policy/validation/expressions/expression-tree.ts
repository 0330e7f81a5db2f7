import type { AST } from '@eslint-community/regexpp';
import { loadRegExpParser } from '../../lazy-packages.js';

// The newest that the parser knows: an engine that is older has refused the source itself.
const ECMA_VERSION = 2025;

/** The syntax tree of an expression; `undefined` where the engine knows syntax that the parser does not. */
export function parseExpression(source: string, flags: string): AST.Pattern | undefined {
  try {
    return parsePattern(source, flags);
  } catch {
    return undefined;
  }
}

/** @throws {Error} for what the parser does not know */
export function parsePattern(source: string, flags: string): AST.Pattern {
  const { RegExpParser } = loadRegExpParser();
  return new RegExpParser({ ecmaVersion: ECMA_VERSION }).parsePattern(source, 0, source.length, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  });
}
