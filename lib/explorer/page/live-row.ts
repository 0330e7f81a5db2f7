import type { LiveDecision } from '../messages.js';
import { element } from './dom.js';
import { icon } from './icons.js';
import { whyRefused } from './live-why.js';

export type Outcome = 'allowed' | 'refused' | 'own';

const WORDS = { allowed: 'allowed', refused: 'refused', own: 'own origin' } as const;
const ICONS = { allowed: 'passed', refused: 'failed', own: 'noted' } as const;

/** A page of the server's own origin may read whatever the policy says: no `enforce` would refuse it. */
export function outcomeOf({ allowed, kind, refusable, enforced }: LiveDecision): Outcome {
  if (allowed) return 'allowed';
  return kind === 'actual' && !refusable && !enforced ? 'own' : 'refused';
}

/** A decision in a line; a refused one can say why, and so can one that `enforce: 'report'` let through. */
export function liveRow(decision: LiveDecision): HTMLElement {
  const { kind, method, url, origin, status, at, handlers } = decision;
  const time = new Date(at);
  const outcome = outcomeOf(decision);
  return element(
    'li',
    { class: `decision decision--${outcome}` },
    element('time', { datetime: time.toISOString() }, time.toLocaleTimeString([], { hour12: false })),
    element('span', { class: 'decision__verdict' }, icon(ICONS[outcome]), WORDS[outcome]),
    element('span', { class: 'decision__kind' }, kind),
    element('code', { class: 'decision__what' }, `${method} ${url}`),
    element('code', { class: 'decision__origin' }, origin === '' ? 'no Origin' : origin),
    element('span', { class: 'decision__status' }, String(status)),
    element(
      'span',
      { class: 'decision__handlers' },
      handlers.length === 0 ? 'no route of Nest' : handlers.join(', '),
    ),
    outcome === 'refused' || decision.reason !== undefined ? whyRefused(decision) : undefined,
  );
}
