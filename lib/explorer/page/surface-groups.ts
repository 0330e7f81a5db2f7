import type { SurfaceRoute } from '../messages.js';
import { element } from './dom.js';

export interface RouteGroup<Entry> {
  readonly title: string;
  /** What a row is: `route`. */
  readonly noun: string;
  /** The use of the rows, if they are not the routes of a controller. */
  readonly note?: string;
  readonly entries: readonly Entry[];
}

const OTHERS = {
  path: {
    title: 'Keys of paths',
    noun: 'key',
    note: 'For URL paths that no controller serves. A key covers all methods.',
  },
  gateway: {
    title: 'Gateways',
    noun: 'gateway',
    note: 'For WebSocket handshakes. The origins may connect.',
  },
} as const;

/**
 * The routes by controller, in the order of the first route of each; then keys of `paths`, then
 * gateways.
 */
export function groupsOf<Entry extends { readonly route: SurfaceRoute }>(
  entries: readonly Entry[],
): RouteGroup<Entry>[] {
  const controllers = new Map<string, Entry[]>();
  for (const entry of entries.filter(({ route }) => route.kind === undefined)) {
    const name = controllerOf(entry.route);
    controllers.set(name, [...(controllers.get(name) ?? []), entry]);
  }
  const others = (['path', 'gateway'] as const).map(kind => ({
    ...OTHERS[kind],
    entries: entries.filter(({ route }) => route.kind === kind),
  }));
  return [
    ...[...controllers].map(([title, own]) => ({ title, noun: 'route', entries: own })),
    ...others.filter(group => group.entries.length > 0),
  ];
}

/** The row above the routes of a group. */
export function groupRow({ title, noun, note, entries }: RouteGroup<unknown>): HTMLElement {
  const count = `${String(entries.length)} ${noun}${entries.length === 1 ? '' : 's'}`;
  return element(
    'tr',
    { class: 'group', role: 'row' },
    element(
      'th',
      { scope: 'rowgroup', colspan: '5', role: 'rowheader' },
      element('span', { class: 'group__title' }, title),
      element('span', { class: 'group__note' }, note === undefined ? count : `${count}. ${note}`),
    ),
  );
}

/** Nest names a handler `CatsController.find`. */
function controllerOf({ handler = '' }: SurfaceRoute): string {
  return handler.split('.')[0] ?? '';
}
