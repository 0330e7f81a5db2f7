import { type OriginMatcher, type OriginRule, compileOriginMatcher } from '../../policy/index.js';
import { type SurfaceRow, valueOf } from './surface-row.js';

/** The origins of a policy as a surface writes them. */
export interface WrittenOrigins {
  readonly any: boolean;
  /** Exact origins and patterns. */
  readonly strings: readonly string[];
  /** The texts of regular expressions and predicates. They do not show which origins match. */
  readonly opaque: readonly string[];
  /** Decides as the library does. The verdict is `ask` if a predicate would decide. */
  readonly matcher: OriginMatcher;
}

const EXPRESSION = /^\/(.+)\/([a-z]*)$/s;
const PREDICATE = /^\[(?:function|class) .*\]$/s;

export function writtenOrigins(row: SurfaceRow): WrittenOrigins {
  const value = valueOf(row, 'origin');
  const any = value === '*';
  const texts = any || value === false || value === undefined ? [] : [value].flat().map(String);
  const opaque = texts.filter(isOpaque);
  const strings = texts.filter(text => !isOpaque(text));
  const rules = texts.map(ruleOf);
  const matcher = compileOriginMatcher(any ? '*' : rules.length === 0 ? false : rules, {
    allowNullOrigin: permits(row, 'allowNullOrigin'),
    allowFileOrigin: permits(row, 'allowFileOrigin'),
    predicateOf: () => () => false,
  });
  return { any, strings, opaque, matcher };
}

function isOpaque(text: string): boolean {
  return EXPRESSION.test(text) || PREDICATE.test(text);
}

function ruleOf(text: string): OriginRule {
  if (PREDICATE.test(text)) return () => false;
  const [, source, flags] = EXPRESSION.exec(text) ?? [];
  if (source === undefined) return text;
  try {
    return new RegExp(source, flags);
  } catch {
    // Another version of Node, with other syntax, may have written it.
    return () => false;
  }
}

function permits(row: SurfaceRow, permission: string): boolean {
  const permissions = valueOf(row, 'dangerously');
  return (
    typeof permissions === 'object' && permissions !== null && Reflect.get(permissions, permission) === true
  );
}
