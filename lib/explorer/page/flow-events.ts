import type { FlowEvent } from '../messages.js';
import { element, spoken } from './dom.js';
import { type IconName, icon } from './icons.js';

const VERDICT_WORDS = {
  passed: 'passed',
  failed: 'failed',
  noted: 'note',
  moot: 'not checked',
} as const;

/** One step on one side, with everything that is known about it. */
export function eventNode(event: FlowEvent, allowed: boolean): HTMLElement {
  const { lane, verdict, title, detail, header } = event;
  return element(
    'li',
    { 'class': `event event--${lane} event--${verdict}`, 'data-verdict': verdict },
    element('span', { class: 'event__icon' }, icon(iconOf(event, allowed))),
    element(
      'div',
      { class: 'event__text' },
      element(
        'p',
        { class: 'event__head' },
        element('strong', {}, title),
        spoken(`, ${lane}, ${VERDICT_WORDS[verdict]}`),
        header === undefined ? undefined : element('code', { class: 'decider' }, header),
        verdict === 'moot' ? element('span', { class: 'quiet' }, VERDICT_WORDS.moot) : undefined,
      ),
      element('p', { class: 'event__detail' }, detail),
    ),
  );
}

/** Steps of one side that did not fail, in a line that unfolds. */
export function foldedEvents(events: readonly FlowEvent[], allowed: boolean): HTMLElement {
  const [first, ...others] = events;
  const lane = first?.lane ?? 'browser';
  const verdicts = new Set(events.map(({ verdict }) => verdict));
  const verdict = verdicts.has('passed') ? 'passed' : verdicts.has('noted') ? 'noted' : 'moot';
  const single = others.length === 0 ? first : undefined;
  return element(
    'li',
    { class: `fold fold--${lane} fold--${verdict}` },
    element(
      'details',
      {},
      element(
        'summary',
        {},
        element('span', { class: 'event__icon' }, icon(iconOf({ verdict }, allowed))),
        element('strong', {}, single?.title ?? countWords(events)),
        element('span', { class: 'fold__words' }, single?.detail ?? titles(events)),
      ),
      single === undefined
        ? element('ol', {}, ...events.map(event => eventNode(event, allowed)))
        : element('p', { class: 'event__detail' }, single.detail),
    ),
  );
}

/** What the diagram says of an event, in a sentence. */
export function eventSentence({ lane, verdict, header, title, detail }: FlowEvent): string {
  const decider = header === undefined ? '' : `, decided by ${header}`;
  return `${lane === 'browser' ? 'Browser' : 'Server'}, ${VERDICT_WORDS[verdict]}${decider}: ${title}. ${detail}`;
}

/** A tick stands for approval, which a blocked request does not have. */
function iconOf({ verdict }: Pick<FlowEvent, 'verdict'>, allowed: boolean): IconName {
  return verdict === 'passed' && !allowed ? 'step' : verdict;
}

function countWords(events: readonly FlowEvent[]): string {
  const count = `${String(events.length)} steps`;
  return events.every(({ verdict }) => verdict === 'moot') ? `${count} not checked` : count;
}

function titles(events: readonly FlowEvent[]): string {
  return [...new Set(events.map(({ title }) => title))].join(' · ');
}
