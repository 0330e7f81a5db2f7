import type { SurfaceMessage } from '../messages.js';
import { element } from './dom.js';
import { MARKS, markLegend } from './marks.js';
import { keepPlace } from './place.js';
import { levelLegend } from './policy-table.js';
import { type SurfaceFilter, NO_FILTER, filterQuery, readFilter, shows } from './surface-filter.js';
import { groupRow, groupsOf } from './surface-groups.js';
import { surfaceRow } from './surface-row.js';
import { markTiles } from './surface-tiles.js';

const COLUMNS = ['Method', 'Route', 'Who may read', 'Stands out', 'Flow'];

/** Every route with its effective policy, by controller. */
export function surfaceView(surface: SurfaceMessage, query: URLSearchParams): HTMLElement {
  let filter = readFilter(query);
  const count = element('p', { class: 'count', role: 'status' });
  const all = element('button', { type: 'button', class: 'button button--quiet' }, 'Show all');
  const tiles = markTiles(mark => {
    change({ ...filter, mark: filter.mark === mark ? undefined : mark });
  });
  const search = element('input', {
    type: 'search',
    id: 'filter-text',
    placeholder: 'path, handler, origin, field …',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const policies = element(
    'select',
    { id: 'filter-policy' },
    element('option', { value: '' }, 'All policies'),
    ...surface.policies.map(name => element('option', { value: name }, name)),
  );
  const table = element(
    'table',
    { class: 'routes', role: 'table' },
    element('caption', { class: 'spoken' }, 'Routes with their effective policies, by controller'),
    element(
      'thead',
      { role: 'rowgroup' },
      element(
        'tr',
        { role: 'row' },
        ...COLUMNS.map(text => element('th', { scope: 'col', role: 'columnheader' }, text)),
      ),
    ),
  );
  const entries = surface.routes.map(route => ({ route, rows: surfaceRow(route, surface) }));

  function draw(): void {
    const shown = entries.filter(({ route }) => shows(filter, route));
    const groups = groupsOf(shown).map(group =>
      element('tbody', { role: 'rowgroup' }, groupRow(group), ...group.entries.flatMap(({ rows }) => rows)),
    );
    table.replaceChildren(
      ...[...table.children].slice(0, 2),
      ...(shown.length === 0 ? [emptyBody(surface)] : groups),
    );
    const isWhole = shown.length === entries.length;
    count.textContent = `${isWhole ? '' : `${String(shown.length)} of `}${String(entries.length)} rows`;
    all.hidden = isWhole;
    tiles.draw(
      new Map(
        MARKS.map(mark => [mark, entries.filter(({ route }) => shows({ ...filter, mark }, route)).length]),
      ),
      filter.mark,
    );
    if (search.value !== filter.text) search.value = filter.text;
    policies.value = filter.policy;
  }

  function change(next: SurfaceFilter): void {
    filter = next;
    keepPlace('surface', filterQuery(filter));
    draw();
  }

  search.addEventListener('input', () => {
    change({ ...filter, text: search.value });
  });
  search.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') change({ ...filter, text: '' });
  });
  policies.addEventListener('change', () => {
    change({ ...filter, policy: policies.value });
  });
  all.addEventListener('click', () => {
    change(NO_FILTER);
    // The button is gone now, and the focus would be gone with it.
    search.focus();
  });
  draw();

  return element(
    'section',
    { 'class': 'surface', 'aria-labelledby': 'surface-title' },
    element('h1', { id: 'surface-title' }, 'What this API opens to other origins'),
    tiles.node,
    element(
      'div',
      { class: 'filters' },
      element('label', { for: 'filter-text' }, 'Filter'),
      search,
      element('label', { for: 'filter-policy' }, 'Named policy'),
      policies,
      element('div', { class: 'filters__count' }, count, all),
    ),
    levelLegend(surface.routes.some(({ kind }) => kind === 'gateway')),
    table,
    element(
      'section',
      { 'class': 'foot', 'aria-labelledby': 'marks-title' },
      element('h2', { id: 'marks-title' }, 'What stands out'),
      markLegend(),
      element('p', {}, "The explorer's own routes are left out. They are open to no other origin."),
    ),
  );
}

function emptyBody({ routes }: SurfaceMessage): HTMLElement {
  const text =
    routes.length === 0 ? 'This application has no routes of its own yet.' : 'No row matches the filters.';
  return element(
    'tbody',
    { role: 'rowgroup' },
    element(
      'tr',
      { role: 'row' },
      element('td', { colspan: '5', role: 'cell' }, element('p', { class: 'empty' }, text)),
    ),
  );
}
