import { isToken } from '../../fetch/index.js';
import type { FieldChange } from './direction.js';

/** A list of methods or header names. `any` allows all of them. */
export interface NameSet {
  readonly any: boolean;
  readonly names: readonly string[];
}

/** Reads `['A', 'B']`, `'A, B'` or `'*'` of a surface. */
export function nameSet(value: unknown, normalise: (name: string) => string = name => name): NameSet {
  const names = [value ?? []]
    .flat()
    .flatMap(each => (typeof each === 'string' ? each.split(',') : []))
    .map(name => name.trim())
    .filter(isToken);
  return { any: value === '*', names: names.map(normalise) };
}

/** The names that a change of a list allows and refuses. */
export function listChanges(field: string, before: NameSet, after: NameSet): FieldChange[] {
  return [
    ...lacking(after, before).map(name => ({ field, direction: 'wider' as const, what: `+ ${name}` })),
    ...lacking(before, after).map(name => ({ field, direction: 'narrower' as const, what: `- ${name}` })),
  ];
}

function lacking(of: NameSet, others: NameSet): string[] {
  if (others.any) return [];
  return of.any ? ['*'] : [...new Set(of.names)].filter(name => !others.names.includes(name));
}
