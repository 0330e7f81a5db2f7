import type { Expression } from 'typescript';

/** A condition. */
export type Formula =
  | boolean
  | { readonly kind: 'atom'; readonly node: Expression; readonly negated: boolean }
  /** The origin is one that a value of `origin` allows. */
  | { readonly kind: 'member'; readonly of: Expression }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Formula[] };

export function allOf(...parts: readonly Formula[]): Formula {
  return joined('and', parts, false);
}

export function anyOf(...parts: readonly Formula[]): Formula {
  return joined('or', parts, true);
}

/** `undefined` if the opposite cannot be expressed. */
export function negated(formula: Formula): Formula | undefined {
  if (typeof formula === 'boolean') return !formula;
  if (formula.kind === 'atom') return { ...formula, negated: !formula.negated };
  if (formula.kind === 'member') return undefined;
  const parts = formula.parts.map(negated);
  if (parts.some(part => part === undefined)) return undefined;
  const sound = parts.filter(part => part !== undefined);
  return formula.kind === 'and' ? anyOf(...sound) : allOf(...sound);
}

/** The parts, of which one is sufficient. */
export function alternatives(formula: Formula): readonly Formula[] {
  if (formula === false) return [];
  return typeof formula === 'object' && formula.kind === 'or' ? formula.parts : [formula];
}

export function atomsIn(formula: Formula): readonly Expression[] {
  if (typeof formula === 'boolean') return [];
  if (formula.kind === 'atom') return [formula.node];
  return formula.kind === 'member' ? [] : formula.parts.flatMap(atomsIn);
}

function joined(kind: 'and' | 'or', parts: readonly Formula[], ruling: boolean): Formula {
  const flat = parts.flatMap(part => (typeof part === 'object' && part.kind === kind ? part.parts : [part]));
  if (flat.includes(ruling)) return ruling;
  const open = flat.filter(part => typeof part !== 'boolean');
  const [only, second] = open;
  if (only === undefined) return !ruling;
  return second === undefined ? only : { kind, parts: open };
}
