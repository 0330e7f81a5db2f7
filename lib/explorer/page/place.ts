export const VIEWS = ['surface', 'flow', 'live'] as const;
export type ViewName = (typeof VIEWS)[number];

/** A view with its state. The URL's fragment has it, so an address can be shared. */
export interface Place {
  readonly view: ViewName;
  readonly query: URLSearchParams;
}

export function readPlace(hash: string): Place {
  const [name = '', ...rest] = hash.replace(/^#/, '').split('?');
  const view = VIEWS.find(known => known === name) ?? 'surface';
  return { view, query: new URLSearchParams(rest.join('?')) };
}

export function hrefOf(view: ViewName, query = new URLSearchParams()): string {
  const text = query.toString();
  return `#${view}${text === '' ? '' : `?${text}`}`;
}

/** Writes the place into the address, without an entry in the history for each letter. */
export function keepPlace(view: ViewName, query: URLSearchParams): void {
  history.replaceState(null, '', hrefOf(view, query));
}
