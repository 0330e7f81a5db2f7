import type { RouteMark } from '../messages.js';
import { element } from './dom.js';
import { icon } from './icons.js';
import { MARKS, MARK_WORDS } from './marks.js';

export interface MarkTiles {
  readonly node: HTMLElement;
  /** @param counts how many rows a press of each tile shows */
  draw(counts: ReadonlyMap<RouteMark, number>, pressed: RouteMark | undefined): void;
}

/** A counter for each mark. A press shows the counted rows alone. */
export function markTiles(choose: (mark: RouteMark) => void): MarkTiles {
  const tiles = MARKS.map(mark => {
    const number = element('span', { class: 'tile__number' });
    const button = element(
      'button',
      { 'type': 'button', 'class': `tile tile--${mark}`, 'aria-pressed': 'false', 'data-mark': mark },
      number,
      element('span', { class: 'tile__word' }, icon(mark), MARK_WORDS[mark]),
    );
    button.addEventListener('click', () => {
      choose(mark);
    });
    return { mark, number, button };
  });
  return {
    node: element(
      'div',
      { 'class': 'tiles', 'role': 'group', 'aria-label': 'Show only' },
      ...tiles.map(({ button }) => button),
    ),
    draw: (counts, pressed) => {
      for (const { mark, number, button } of tiles) {
        number.textContent = String(counts.get(mark) ?? 0);
        button.setAttribute('aria-pressed', String(mark === pressed));
      }
    },
  };
}
