import type { RouteMark, SurfaceMessage } from '../messages.js';
import { element } from './dom.js';
import { icon } from './icons.js';
import { MARKS, MARK_WORDS } from './marks.js';
import { keepPlace } from './place.js';
import { type SurfaceFilter, filterQuery, readFilter, shows } from './surface-filter.js';
import { surfaceRow } from './surface-row.js';

const COLUMNS = ['Method', 'Route', 'Who may read', 'Stands out', 'Flow'];

/** Every route with its effective policy. */
export function surfaceView(surface: SurfaceMessage, query: URLSearchParams): HTMLElement {
  let filter = readFilter(query);
  const count = element('p', { class: 'count', role: 'status' });
  const rows = element('tbody', { role: 'rowgroup' });
  const tiles = tileGroup(surface, mark => {
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

  const entries = surface.routes.map(route => ({
    route,
    rows: surfaceRow(route, surface.origins[0] ?? 'https://app.example.com'),
  }));

  function draw(): void {
    const shown = entries.filter(({ route }) => shows(filter, route));
    rows.replaceChildren(...(shown.length === 0 ? [emptyRow(surface)] : shown.flatMap(entry => entry.rows)));
    count.textContent =
      shown.length === entries.length
        ? `${String(entries.length)} routes`
        : `${String(shown.length)} of ${String(entries.length)} routes`;
    for (const [mark, tile] of tiles.buttons) tile.setAttribute('aria-pressed', String(filter.mark === mark));
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
  policies.addEventListener('change', () => {
    change({ ...filter, policy: policies.value });
  });
  draw();

  return element(
    'section',
    { 'class': 'surface', 'aria-labelledby': 'surface-title' },
    element('h1', { id: 'surface-title' }, 'What this API opens to other origins'),
    tiles.group,
    element(
      'div',
      { class: 'filters' },
      element('label', { for: 'filter-text' }, 'Filter'),
      search,
      element('label', { for: 'filter-policy' }, 'Named policy'),
      policies,
      count,
    ),
    element(
      'table',
      { class: 'routes', role: 'table' },
      element('caption', { class: 'spoken' }, 'Routes with their effective policies'),
      element(
        'thead',
        { role: 'rowgroup' },
        element(
          'tr',
          { role: 'row' },
          ...COLUMNS.map(text => element('th', { scope: 'col', role: 'columnheader' }, text)),
        ),
      ),
      rows,
    ),
    element(
      'p',
      { class: 'foot' },
      "The explorer's own routes are open to no other origin, and left out here.",
    ),
  );
}

function tileGroup(
  { routes }: SurfaceMessage,
  choose: (mark: RouteMark) => void,
): { readonly group: HTMLElement; readonly buttons: ReadonlyMap<RouteMark, HTMLElement> } {
  const buttons = new Map(
    MARKS.map(mark => {
      const found = routes.filter(({ marks }) => marks.includes(mark)).length;
      const tile = element(
        'button',
        { 'type': 'button', 'class': `tile tile--${mark}`, 'aria-pressed': 'false', 'data-mark': mark },
        element('span', { class: 'tile__number' }, String(found)),
        element('span', { class: 'tile__word' }, icon(mark), MARK_WORDS[mark]),
      );
      tile.addEventListener('click', () => {
        choose(mark);
      });
      return [mark, tile] as const;
    }),
  );
  const group = element(
    'div',
    { 'class': 'tiles', 'role': 'group', 'aria-label': 'Show only' },
    ...buttons.values(),
  );
  return { group, buttons };
}

function emptyRow({ routes }: SurfaceMessage): HTMLElement {
  const text =
    routes.length === 0
      ? 'This application has no routes of its own yet.'
      : 'No route is like that. Take a word away, or press the pressed button above again.';
  return element(
    'tr',
    { role: 'row' },
    element('td', { colspan: '5', role: 'cell' }, element('p', { class: 'empty' }, text)),
  );
}
