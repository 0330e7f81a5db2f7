import type { Expression, ParameterDeclaration } from 'typescript';
import { ts } from '../syntax/typescript.js';
import { developmentSide } from './development.js';
import { allOf, alternatives, atomsIn, type Formula } from './formula.js';
import type { Note } from './note.js';
import { translateReflection, translateValue } from './origin.js';
import { arrayBehind, type ListItem, listOf } from './origin-list.js';
import { looseRegExp } from './origin-rules.js';
import { mentions, testedValue } from './origin-tests.js';
import { readOriginText } from './origin-text.js';
import type { CorsSetting } from './setting.js';
import { allowsAnybody, isNobody, NO_ORIGIN, type TranslatedOrigin } from './translated-origin.js';

export interface FormulaSetting extends CorsSetting {
  /** The parameter that has the origin, or the request. */
  readonly origin: ParameterDeclaration;
  /** Whether the code can become a predicate: it depends only on the origin. */
  readonly predicates: boolean;
  isOrigin(node: Expression): boolean;
}

/**
 * The value of `origin` that is equivalent to the formula: rules for lists, otherwise predicates.
 * `undefined` if there is none.
 */
export function translateFormula(formula: Formula, setting: FormulaSetting): TranslatedOrigin | undefined {
  if (formula === false) return NO_ORIGIN;
  if (formula === true) return translateReflection(setting, setting.origin.parent);
  const parts = withoutWildcards(alternatives(formula), setting);
  const always = parts.filter(part => !concernsOrigin(part, setting));
  const rules = parts.filter(part => concernsOrigin(part, setting));
  const listed = translateRules(rules, setting);
  if (listed === undefined || always.length === 0) return listed;
  return whereNotAlways(always, listed, setting);
}

/** Any origin under the conditions, and otherwise the origins that the rules allow. */
function whereNotAlways(
  always: readonly Formula[],
  listed: TranslatedOrigin,
  setting: FormulaSetting,
): TranslatedOrigin | undefined {
  const conditions = always.map(part => codeOf(part, setting));
  if (conditions.some(text => text === undefined)) return undefined;
  const development = always
    .flatMap(atomsIn)
    .every(node => developmentSide(node, setting.scope) !== undefined);
  const [first] = always.flatMap(atomsIn);
  if (first === undefined) return undefined;
  const anybody = translateReflection({ ...setting, development }, first);
  if (isNobody(anybody) || (setting.credentials && allowsAnybody(anybody))) return undefined;
  return {
    ...listed,
    text: `${conditions.join(' || ')} ? ${anybody.text} : ${listed.text}`,
    notes: [...anybody.notes, ...listed.notes],
    rules: [...anybody.rules, ...listed.rules],
  };
}

function translateRules(rules: readonly Formula[], setting: FormulaSetting): TranslatedOrigin | undefined {
  const [only, second] = rules;
  if (only === undefined) return NO_ORIGIN;
  const value = second === undefined ? valueOf(only, setting) : undefined;
  if (value !== undefined) {
    const translated = translateValue(value, setting);
    if (!isUnknown(translated)) return translated;
  }
  const items: ListItem[] = [];
  const notes: Note[] = [];
  for (const rule of rules) {
    const found = itemsOf(rule, setting);
    if (found === undefined) return undefined;
    items.push(...found.items);
    notes.push(...found.notes);
  }
  const translated = listOf(items, setting);
  return { ...translated, notes: [...notes, ...translated.notes] };
}

interface Items {
  readonly items: readonly ListItem[];
  readonly notes: readonly Note[];
}

/** One alternative as members of a list. */
function itemsOf(rule: Formula, setting: FormulaSetting): Items | undefined {
  const value = valueOf(rule, setting);
  const members = value && membersOf(value, setting);
  if (members !== undefined) return { items: members, notes: [] };
  return guarded(rule, setting) ?? asPredicate(rule, setting);
}

/** The possible members of a list for a value of `origin`. */
function membersOf(value: Expression, setting: FormulaSetting): readonly ListItem[] | undefined {
  const list = arrayBehind(value, setting.scope);
  if (list !== undefined) return [...list.elements];
  const resolved = setting.scope.resolve(value);
  if (readOriginText(resolved, setting.scope) !== undefined) return [resolved];
  const isRule = ts.isStringLiteralLike(resolved) || ts.isRegularExpressionLiteral(resolved);
  return isRule ? [resolved] : undefined;
}

/** Members under a condition that does not depend on the origin. */
function guarded(rule: Formula, setting: FormulaSetting): Items | undefined {
  if (typeof rule !== 'object' || rule.kind !== 'and') return undefined;
  const guards = rule.parts.filter(part => !concernsOrigin(part, setting));
  const [rest, ...others] = rule.parts.filter(part => concernsOrigin(part, setting));
  if (guards.length === 0 || rest === undefined || others.length > 0) return undefined;
  const guard = codeOf(allOf(...guards), setting);
  const inner = guard === undefined ? undefined : itemsOf(rest, setting);
  if (guard === undefined || inner === undefined) return undefined;
  const { text, ...translated } = listOf([...inner.items], setting);
  if (!text.startsWith('[')) return undefined;
  return {
    items: [{ text: `...(${guard} ? ${text} : [])`, comments: [] }],
    notes: [...inner.notes, ...translated.notes],
  };
}

function asPredicate(rule: Formula, setting: FormulaSetting): Items | undefined {
  const text = setting.predicates ? codeOf(rule, setting) : undefined;
  if (text === undefined) return undefined;
  const loose = atomsIn(rule).flatMap(node => {
    const tested = testedValue(node, node => setting.isOrigin(node), setting.scope);
    const reason = tested && looseRegExp(setting.scope.resolve(tested));
    return reason === undefined
      ? []
      : [{ sentence: `kept as it was, although ${reason}`, original: node.getText() }];
  });
  const predicate = `${setting.origin.name.getText()} => ${text}`;
  return { items: [{ text: predicate, comments: [] }], notes: loose };
}

/** The values of `origin` for one alternative. */
function valueOf(rule: Formula, setting: FormulaSetting): Expression | undefined {
  if (typeof rule !== 'object') return undefined;
  if (rule.kind === 'member') return rule.of;
  if (rule.kind !== 'atom' || rule.negated) return undefined;
  const value = testedValue(rule.node, node => setting.isOrigin(node), setting.scope);
  // An expression without anchors stays a condition of its own.
  return value !== undefined && looseRegExp(setting.scope.resolve(value)) === undefined ? value : undefined;
}

function isUnknown({ notes, text }: TranslatedOrigin): boolean {
  return text === NO_ORIGIN.text && notes.some(({ sentence }) => sentence.startsWith('it needs what only'));
}

function concernsOrigin(rule: Formula, setting: FormulaSetting): boolean {
  if (typeof rule === 'boolean') return false;
  if (rule.kind === 'member') return true;
  if (rule.kind === 'atom') return mentions(rule.node, node => setting.isOrigin(node), setting.origin);
  return rule.parts.some(part => concernsOrigin(part, setting));
}

/**
 * `list.includes('*')` beside `list.includes(origin)`: parseOrigins() supports the star, and for a
 * literal list the result is known.
 */
function withoutWildcards(parts: readonly Formula[], setting: FormulaSetting): readonly Formula[] {
  return parts.filter(part => {
    const node = typeof part === 'object' && part.kind === 'atom' && !part.negated ? part.node : undefined;
    const isStar =
      node !== undefined && ts.isCallExpression(node) && /\.includes\((['"])\*\1\)$/.test(node.getText());
    if (!isStar || !ts.isPropertyAccessExpression(node.expression)) return true;
    const owner = node.expression.expression;
    const list = arrayBehind(owner, setting.scope);
    const isFree = list?.elements.every(element => ts.isStringLiteralLike(element) && element.text !== '*');
    return readOriginText(owner, setting.scope) === undefined && isFree !== true;
  });
}

/** A formula as code. */
function codeOf(formula: Formula, setting: FormulaSetting): string | undefined {
  if (typeof formula === 'boolean') return String(formula);
  if (formula.kind === 'member') return undefined;
  if (formula.kind === 'atom') return codeOfAtom(formula.node, formula.negated, setting);
  const parts = formula.parts.map(part => {
    const text = codeOf(part, setting);
    return typeof part === 'object' &&
      part.kind !== formula.kind &&
      part.kind !== 'atom' &&
      text !== undefined
      ? `(${text})`
      : text;
  });
  if (parts.some(part => part === undefined)) return undefined;
  return parts.join(formula.kind === 'and' ? ' && ' : ' || ');
}

function codeOfAtom(
  node: Expression,
  isNegated: boolean,
  { origin, scope }: FormulaSetting,
): string | undefined {
  // A predicate may return the promise.
  const value = ts.isAwaitExpression(node) && !isNegated ? node.expression : node;
  const text = scope.portable(value, [origin]);
  if (text === undefined || /\bawait\b/.test(text)) return undefined;
  if (!isNegated) return text;
  return /^[\w$.]+(?:\(.*\))?$/.test(text) ? `!${text}` : `!(${text})`;
}
