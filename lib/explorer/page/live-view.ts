import type { LiveDecision, LiveMessage } from '../messages.js';
import { element } from './dom.js';
import { type Outcome, liveRow, outcomeOf } from './live-row.js';
import { LIVE_URL } from './server.js';

/** As many as the server keeps. */
const SHOWN = 200;

export interface LiveView {
  readonly node: HTMLElement;
  /** Ends the stream. */
  close(): void;
}

/** The latest decisions, as they happen. */
export function liveView(): LiveView {
  const list = element('ol', { class: 'decisions' });
  const state = element('p', { class: 'state', role: 'status' }, 'Connecting');
  const tally = element('p', { class: 'tally' });
  const empty = element(
    'p',
    { class: 'empty' },
    'Nothing yet. Each request with an Origin shows up here as soon as it is answered: open a page of another origin, or send what the Flow view gives you for curl.',
  );
  const missedNote = element('p', { class: 'missed', hidden: true });
  const pause = element('button', { 'type': 'button', 'class': 'button', 'aria-pressed': 'false' }, 'Pause');
  const refusedOnly = element(
    'button',
    { 'type': 'button', 'class': 'button', 'aria-pressed': 'false' },
    'Refused only',
  );
  const clear = element('button', { type: 'button', class: 'button' }, 'Clear');
  const waiting: LiveDecision[] = [];
  const counts: Record<Outcome, number> = { allowed: 0, refused: 0, own: 0 };
  let paused = false;
  let missed = 0;

  function draw(decisions: readonly LiveDecision[]): void {
    for (const decision of decisions) counts[outcomeOf(decision)] += 1;
    list.prepend(...decisions.slice(-SHOWN).map(liveRow).reverse());
    while (list.childElementCount > SHOWN) list.lastElementChild?.remove();
    tally.textContent = `${String(counts.refused)} refused, ${String(counts.allowed)} allowed`;
    empty.hidden = list.childElementCount > 0;
    missedNote.hidden = missed === 0;
    missedNote.textContent = `${String(missed)} more came too fast, or before this page was open, and are not shown.`;
  }

  function take({ decisions, missed: more }: LiveMessage): void {
    missed += more;
    if (!paused) {
      draw(decisions);
      return;
    }
    waiting.push(...decisions);
    missed += waiting.splice(0, Math.max(0, waiting.length - SHOWN)).length;
    state.textContent = `Paused, ${String(waiting.length)} waiting`;
  }

  const source = new EventSource(LIVE_URL);
  source.addEventListener('open', () => {
    state.textContent = paused ? 'Paused' : 'Watching';
    state.dataset.state = paused ? 'paused' : 'open';
  });
  source.addEventListener('error', () => {
    // Closed for good: it was turned away. Otherwise the browser tries again by itself.
    const isOver = source.readyState === EventSource.CLOSED;
    state.textContent = isOver
      ? 'Not connected: the server turned this page away. Close another page, or open the address that a restarted application has printed.'
      : 'Not connected. Trying again';
    state.dataset.state = 'lost';
  });
  source.addEventListener('message', event => {
    const message = readMessage(event.data);
    if (message !== undefined) take(message);
  });
  pause.addEventListener('click', () => {
    paused = !paused;
    pause.setAttribute('aria-pressed', String(paused));
    state.textContent = paused ? 'Paused' : 'Watching';
    state.dataset.state = paused ? 'paused' : 'open';
    if (!paused) draw(waiting.splice(0));
  });
  refusedOnly.addEventListener('click', () => {
    const only = list.classList.toggle('decisions--refused');
    refusedOnly.setAttribute('aria-pressed', String(only));
  });
  clear.addEventListener('click', () => {
    list.replaceChildren();
    Object.assign(counts, { allowed: 0, refused: 0, own: 0 });
    missed = 0;
    draw([]);
  });
  draw([]);

  const node = element(
    'section',
    { 'class': 'live', 'aria-labelledby': 'live-title' },
    element('h1', { id: 'live-title' }, 'The latest decisions'),
    element('div', { class: 'controls' }, state, tally, pause, refusedOnly, clear),
    missedNote,
    empty,
    list,
  );
  return {
    node,
    close: () => {
      source.close();
    },
  };
}

function readMessage(data: unknown): LiveMessage | undefined {
  const message: unknown = typeof data === 'string' ? JSON.parse(data) : undefined;
  return isLiveMessage(message) ? message : undefined;
}

function isLiveMessage(message: unknown): message is LiveMessage {
  return (
    typeof message === 'object' &&
    message !== null &&
    'decisions' in message &&
    Array.isArray(message.decisions) &&
    'missed' in message &&
    typeof message.missed === 'number'
  );
}
