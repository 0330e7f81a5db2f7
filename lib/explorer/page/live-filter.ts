import type { LiveDecision } from '../messages.js';
import { element, newId } from './dom.js';
import { outcomeOf } from './live-row.js';

/** Which decisions are shown. Texts are parts of the origin and of the path, in any case. */
export interface LiveFilter {
  readonly origin: string;
  readonly path: string;
  readonly refused: boolean;
}

export interface LiveFilterBar {
  readonly node: HTMLElement;
  readonly refusedOnly: HTMLElement;
  read(): LiveFilter;
  /** Suggests the origin of a decision. */
  suggest(origin: string): void;
}

export function readLiveFilter(query: URLSearchParams): LiveFilter {
  return {
    origin: query.get('origin') ?? '',
    path: query.get('path') ?? '',
    refused: query.get('refused') === 'true',
  };
}

export function liveFilterQuery({ origin, path, refused }: LiveFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (origin !== '') query.set('origin', origin);
  if (path !== '') query.set('path', path);
  if (refused) query.set('refused', 'true');
  return query;
}

export function showsDecision({ origin, path, refused }: LiveFilter, decision: LiveDecision): boolean {
  if (refused && outcomeOf(decision) !== 'refused') return false;
  return (
    decision.origin.toLowerCase().includes(origin.trim().toLowerCase()) &&
    decision.url.toLowerCase().includes(path.trim().toLowerCase())
  );
}

/** The fields of the filter. */
export function liveFilterBar(filter: LiveFilter, changed: () => void): LiveFilterBar {
  const offers = element('datalist', { id: newId('origins') });
  const origin = field('Origin', filter.origin, 'https://app.example.com', offers.id);
  const path = field('Path', filter.path, '/orders');
  const refusedOnly = element(
    'button',
    { 'type': 'button', 'class': 'button', 'aria-pressed': String(filter.refused) },
    'Refused only',
  );
  refusedOnly.addEventListener('click', () => {
    refusedOnly.setAttribute('aria-pressed', String(refusedOnly.getAttribute('aria-pressed') !== 'true'));
    changed();
  });
  for (const { input } of [origin, path]) {
    input.addEventListener('input', changed);
    input.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape' || input.value === '') return;
      input.value = '';
      changed();
    });
  }
  const suggested = new Set<string>();
  return {
    node: element('div', { class: 'filters filters--live' }, ...origin.nodes, offers, ...path.nodes),
    refusedOnly,
    read: () => ({
      origin: origin.input.value,
      path: path.input.value,
      refused: refusedOnly.getAttribute('aria-pressed') === 'true',
    }),
    suggest: value => {
      if (value === '' || suggested.has(value)) return;
      suggested.add(value);
      offers.append(element('option', { value }));
    },
  };
}

function field(
  label: string,
  value: string,
  placeholder: string,
  list?: string,
): { readonly nodes: readonly HTMLElement[]; readonly input: HTMLInputElement } {
  const input = element('input', {
    type: 'search',
    id: newId('filter'),
    placeholder,
    list,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  input.value = value;
  return { nodes: [element('label', { for: input.id }, label), input], input };
}
