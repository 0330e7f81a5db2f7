import type { LiveDecision } from '../messages.js';
import { element, spoken } from './dom.js';
import { icon } from './icons.js';
import { whyRefused } from './live-why.js';
import { hrefOf } from './place.js';
import { questionOf, questionQuery } from './question.js';

/** What the policy says about a request. The status of the response is another matter. */
export type Outcome = 'allowed' | 'refused' | 'own';

export const LIVE_COLUMNS = ['Time', 'Policy', 'Status', 'Kind', 'Request', 'Origin', 'Handler', 'Flow'];

const WORDS = { allowed: 'allowed', refused: 'refused', own: 'own origin' } as const;
const ICONS = { allowed: 'passed', refused: 'failed', own: 'noted' } as const;

/** Pages of the server's own origin may read its responses under every policy. */
export function outcomeOf({ allowed, kind, refusable, enforced }: LiveDecision): Outcome {
  if (allowed) return 'allowed';
  return kind === 'actual' && !refusable && !enforced ? 'own' : 'refused';
}

/** A decision as a row, and a second row with the reason of a refusal or of a report. */
export function liveRow(decision: LiveDecision): HTMLElement {
  const { kind, method, url, origin, status, at, handlers } = decision;
  const time = new Date(at);
  const outcome = outcomeOf(decision);
  const cells = [
    element('time', { datetime: time.toISOString() }, time.toLocaleTimeString([], { hour12: false })),
    element('span', { class: 'decision__verdict' }, icon(ICONS[outcome]), WORDS[outcome]),
    element(
      'span',
      { class: 'decision__status' },
      element('span', { class: 'narrow' }, 'HTTP '),
      String(status),
    ),
    element('span', { class: 'decision__kind' }, kind),
    element('code', { class: 'decision__what' }, `${method} ${url}`),
    element('code', { class: 'decision__origin' }, origin === '' ? 'no Origin' : origin),
    element(
      'span',
      { class: 'decision__handlers' },
      handlers.length === 0 ? 'no route of Nest' : handlers.join(', '),
    ),
    flowLink(decision),
  ];
  const hasReason = outcome === 'refused' || decision.reason !== undefined;
  return element(
    'tbody',
    { class: `decision decision--${outcome}`, role: 'rowgroup' },
    element('tr', { role: 'row' }, ...cells.map(cell => element('td', { role: 'cell' }, cell))),
    hasReason
      ? element(
          'tr',
          { class: 'reason', role: 'row' },
          element('td', { colspan: String(cells.length), role: 'cell' }, whyRefused(decision)),
        )
      : undefined,
  );
}

function flowLink(decision: LiveDecision): HTMLElement {
  const { cut, method, url } = decision;
  if (cut) return element('span', { class: 'quiet' }, 'too long');
  return element(
    'a',
    { href: hrefOf('flow', questionQuery(questionOf(decision, location))), class: 'to-flow' },
    'Flow',
    spoken(` of ${method} ${url}`),
    icon('arrow'),
  );
}
