import type { CorsRoute } from '../../interfaces/index.js';
import { element } from './dom.js';

type Policy = CorsRoute['policy'];
type Field = NonNullable<Policy[keyof Policy]>;

/** The nearest level first. */
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

/** An effective policy, each field with the level that set it. */
export function policyTable(policy: Policy, caption: string): HTMLElement {
  if (policy.origin === undefined) return element('p', {}, 'The module leaves this path to the application.');
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

/** The level that set a field: a glyph with one bar for each level, then the name. */
export function source({ level, named }: Field): HTMLElement {
  return element(
    'span',
    { class: 'source' },
    glyph(level),
    LEVEL_WORDS[level],
    ...(named === undefined ? [] : [element('span', { class: 'named' }, `'${named}'`)]),
  );
}

/** The glyph of each level with its name. */
export function levelLegend(hasGateways: boolean): HTMLElement {
  const levels = [...(hasGateways ? (['gateway'] as const) : []), ...LEVELS];
  return element(
    'dl',
    { class: 'legend' },
    element('dt', {}, 'Set by, nearest level first'),
    ...levels.map(level => element('dd', { class: 'source' }, glyph(level), LEVEL_WORDS[level])),
  );
}

function glyph(level: Field['level']): HTMLElement {
  const levels = level === 'gateway' ? GATEWAY_LEVELS : LEVELS;
  const bars = levels.map(each => element('i', each === level ? { class: 'won' } : {}));
  return element('span', { 'class': 'ladder', 'aria-hidden': 'true' }, ...bars);
}

/** The allowed origins, in a few words. */
export function readers({ origin }: Policy): HTMLElement {
  // Only a path or gateway that is left to the application has no field.
  if (origin === undefined) return element('span', { class: 'quiet' }, 'Left to the application');
  const value: unknown = origin.value;
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
