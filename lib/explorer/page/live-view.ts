import type { LiveDecision, LiveMessage } from '../messages.js';
import { element } from './dom.js';
import { liveFilterBar, liveFilterQuery, readLiveFilter, showsDecision } from './live-filter.js';
import { LIVE_COLUMNS, type Outcome, liveRow, outcomeOf } from './live-row.js';
import { keepPlace } from './place.js';
import { LIVE_URL } from './server.js';

/** As many as the server keeps. */
const SHOWN = 200;

const NOTHING_YET =
  'Nothing yet. Each request with an Origin shows up here as soon as it is answered. Open a page of another origin, or run a curl command of the Flow view.';
const NO_MATCH = 'No decision matches the filters.';

export interface LiveView {
  readonly node: HTMLElement;
  /** Ends the stream. */
  close(): void;
}

interface ShownDecision {
  readonly decision: LiveDecision;
  readonly row: HTMLElement;
}

/** The latest decisions, as they happen. */
export function liveView(query: URLSearchParams): LiveView {
  const head = element(
    'thead',
    { role: 'rowgroup' },
    element(
      'tr',
      { role: 'row' },
      ...LIVE_COLUMNS.map(text => element('th', { scope: 'col', role: 'columnheader' }, text)),
    ),
  );
  const table = element(
    'table',
    { class: 'decisions', role: 'table' },
    element('caption', { class: 'spoken' }, 'The latest decisions, the newest first'),
    head,
  );
  const state = element('p', { class: 'state', role: 'status' }, 'Connecting');
  const tally = element('p', { class: 'tally' });
  const empty = element('p', { class: 'empty' });
  const missedNote = element('p', { class: 'missed', hidden: true });
  const pause = element('button', { 'type': 'button', 'class': 'button', 'aria-pressed': 'false' }, 'Pause');
  const clear = element('button', { type: 'button', class: 'button' }, 'Clear');
  const bar = liveFilterBar(readLiveFilter(query), () => {
    keepPlace('live', liveFilterQuery(bar.read()));
    draw();
  });
  const waiting: LiveDecision[] = [];
  let shown: ShownDecision[] = [];
  let paused = false;
  let missed = 0;

  function add(decisions: readonly LiveDecision[]): void {
    const added = decisions.slice(-SHOWN).map(decision => ({ decision, row: liveRow(decision) }));
    for (const { origin } of decisions) bar.suggest(origin);
    head.after(...added.map(({ row }) => row).reverse());
    shown = [...shown, ...added];
    for (const { row } of shown.splice(0, Math.max(0, shown.length - SHOWN))) row.remove();
    draw();
  }

  function draw(): void {
    const filter = bar.read();
    for (const { decision, row } of shown) row.hidden = !showsDecision(filter, decision);
    const matching = shown.filter(({ row }) => !row.hidden);
    tally.textContent = tallyOf(shown, matching.length);
    table.hidden = matching.length === 0;
    empty.hidden = matching.length > 0;
    empty.textContent = shown.length === 0 ? NOTHING_YET : NO_MATCH;
    missedNote.hidden = missed === 0;
    missedNote.textContent = `${String(missed)} more came too fast, or before this page was open, and are not shown.`;
  }

  function take({ decisions, missed: more }: LiveMessage): void {
    missed += more;
    if (!paused) {
      add(decisions);
      return;
    }
    waiting.push(...decisions);
    missed += waiting.splice(0, Math.max(0, waiting.length - SHOWN)).length;
    state.textContent = `Paused, ${String(waiting.length)} waiting`;
  }

  function sayState(): void {
    state.textContent = paused ? 'Paused' : 'Watching';
    state.dataset.state = paused ? 'paused' : 'open';
  }

  const source = new EventSource(LIVE_URL);
  source.addEventListener('open', sayState);
  source.addEventListener('error', () => {
    // The server has refused the stream if it is closed. Otherwise the browser tries again by
    // itself.
    const isOver = source.readyState === EventSource.CLOSED;
    state.textContent = isOver
      ? 'Not connected: the server refused the connection. Close another page, or open the address that the restarted application has printed.'
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
    sayState();
    if (!paused) add(waiting.splice(0));
  });
  clear.addEventListener('click', () => {
    for (const { row } of shown.splice(0)) row.remove();
    missed = 0;
    draw();
  });
  draw();

  const node = element(
    'section',
    { 'class': 'live', 'aria-labelledby': 'live-title' },
    element('h1', { id: 'live-title' }, 'The latest decisions'),
    element('div', { class: 'controls' }, state, tally, pause, bar.refusedOnly, clear),
    bar.node,
    missedNote,
    empty,
    table,
    element(
      'p',
      { class: 'foot' },
      'Policy is what the policy says about the origin, the method and the headers. Status is the HTTP status of the response: without enforce, a refused request is served, and the browser withholds the response.',
    ),
  );
  return {
    node,
    close: () => {
      source.close();
    },
  };
}

function tallyOf(shown: readonly ShownDecision[], matching: number): string {
  const counts: Record<Outcome, number> = { allowed: 0, refused: 0, own: 0 };
  for (const { decision } of shown) counts[outcomeOf(decision)] += 1;
  const part = matching === shown.length ? '' : `, ${String(matching)} of ${String(shown.length)} shown`;
  return `${String(counts.refused)} refused, ${String(counts.allowed)} allowed${part}`;
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
