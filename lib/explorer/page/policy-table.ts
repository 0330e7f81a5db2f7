import type { CorsRoute } from '../../interfaces/index.js';
import { element } from './dom.js';

type Policy = CorsRoute['policy'];
type Field = NonNullable<Policy[keyof Policy]>;

const LEVELS = ['method', 'controller', 'path', 'defaults', 'built-in'] as const;
const GATEWAY_LEVELS = ['gateway', 'path', 'defaults', 'built-in'] as const;
const LEVEL_WORDS = {
  'method': 'method',
  'controller': 'controller',
  'gateway': 'gateway',
  'path': 'paths',
  'defaults': 'module defaults',
  'built-in': 'built-in',
} as const;

/** An effective policy, each field with where it came from. */
export function policyTable(policy: Policy, caption: string): HTMLElement {
  const rows = Object.entries(policy).map(([name, field]) =>
    element(
      'tr',
      { 'data-level': field.level, 'role': 'row' },
      element('th', { scope: 'row', role: 'rowheader' }, element('code', {}, name)),
      element('td', { class: 'value', role: 'cell' }, ...valueNodes(field.value)),
      element('td', { role: 'cell' }, source(field)),
    ),
  );
  return element(
    'table',
    { class: 'policy', role: 'table' },
    element('caption', {}, caption),
    element(
      'thead',
      { role: 'rowgroup' },
      element(
        'tr',
        { role: 'row' },
        ...['Field', 'Value', 'Set by'].map(text =>
          element('th', { scope: 'col', role: 'columnheader' }, text),
        ),
      ),
    ),
    element('tbody', { role: 'rowgroup' }, ...rows),
  );
}

/** Where a field came from: a ladder of the levels, nearest first, with the one that won. */
export function source({ level, named }: Field): HTMLElement {
  const levels = level === 'gateway' ? GATEWAY_LEVELS : LEVELS;
  const steps = levels.map(each => element('i', each === level ? { class: 'won' } : {}));
  return element(
    'span',
    { class: 'source' },
    element('span', { 'class': 'ladder', 'aria-hidden': 'true' }, ...steps),
    LEVEL_WORDS[level],
    ...(named === undefined ? [] : [element('span', { class: 'named' }, `'${named}'`)]),
  );
}

/** Who may read, in a few words. */
export function readers(value: unknown): HTMLElement {
  if (value === '*') return element('span', {}, 'Any origin');
  if (value === false || value === undefined) return element('span', {}, 'No other origin');
  const rules = [value].flat();
  const shown = rules.slice(0, 2).map(rule => element('code', {}, plain(rule)));
  const others = rules.length - shown.length;
  return element(
    'span',
    { class: 'rules' },
    ...shown,
    ...(others > 0 ? [element('span', { class: 'quiet' }, `and ${String(others)} more`)] : []),
  );
}

function valueNodes(value: unknown): HTMLElement[] {
  const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
  if (isEmpty) return [element('span', { class: 'quiet' }, value === undefined ? 'not set' : 'none')];
  return [value].flat().map(each => element('code', {}, plain(each)));
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
