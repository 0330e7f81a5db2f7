import type { AST } from '@eslint-community/regexpp';
import { loadRegExpParser } from '../../lazy-packages.js';

// The newest that the parser knows: an engine that is older has refused the source itself.
const ECMA_VERSION = 2025;

/** The syntax tree of an expression; `undefined` where the engine knows syntax that the parser does not. */
export function parseExpression(source: string, flags: string): AST.Pattern | undefined {
  const { RegExpParser } = loadRegExpParser();
  const unicodeSets = flags.includes('v');
  try {
    return new RegExpParser({ ecmaVersion: ECMA_VERSION }).parsePattern(source, 0, source.length, {
      unicode: flags.includes('u'),
      unicodeSets,
    });
  } catch {
    return undefined;
  }
}
