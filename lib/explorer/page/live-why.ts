import type { FlowAnswer, LiveDecision } from '../messages.js';
import { element } from './dom.js';
import { icon } from './icons.js';
import { hrefOf } from './place.js';
import { questionOf, questionQuery } from './question.js';
import { loadFlow } from './server.js';

const REASONS: ReadonlyMap<string, string> = new Map([
  ['origin', 'Its origin has no access.'],
  ['method', 'The policy does not have the method.'],
  ['headers', 'The policy does not have a header that it asks for.'],
  ['host', 'The host that it was sent to is not one of ownOrigins.'],
]);

/** Why a request was refused: in a sentence at once, check by check when it is unfolded, and as a flow. */
export function whyRefused(decision: LiveDecision): HTMLElement {
  const question = questionOf(decision);
  const sentence = `${REASONS.get(decision.reason ?? '') ?? 'The policy does not allow it.'} ${consequence(decision)}`;
  // The flow begins with a page and a URL, and this request may have had no page.
  // The flow is that of a request, and a handshake has none.
  if (decision.reason === 'host' || decision.kind === 'handshake')
    return element('div', { class: 'why' }, element('p', {}, sentence));
  if (decision.cut) {
    return element(
      'div',
      { class: 'why' },
      element('p', {}, sentence),
      element('p', { class: 'quiet' }, 'It was too long to keep whole, so that it cannot be explained.'),
    );
  }
  const explanation = element('div', { class: 'explanation' });
  const details = element('details', {}, element('summary', {}, sentence), explanation);
  details.addEventListener('toggle', () => {
    if (!details.open || explanation.childElementCount > 0) return;
    explanation.append(element('p', { class: 'quiet' }, 'Asking'));
    loadFlow(question)
      .then(answer => {
        explanation.replaceChildren(explained(answer));
      })
      .catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        explanation.replaceChildren(element('p', {}, `No browser would send this. ${message}`));
      });
  });
  return element(
    'div',
    { class: 'why' },
    details,
    element(
      'a',
      { href: hrefOf('flow', questionQuery(question)), class: 'to-flow' },
      'Open the flow',
      icon('arrow'),
    ),
  );
}

function consequence({ kind, enforced, overridden, reason }: LiveDecision): string {
  if (overridden === true) {
    return 'Other code has set another Access-Control-Allow-Origin on the answer, and the browser goes by that.';
  }
  if (kind === 'preflight') return 'The request itself is not sent.';
  if (enforced) return 'The server answered with 403.';
  if (kind === 'handshake') return 'It was passed on all the same, since handshakes only reports.';
  return reason === 'host'
    ? 'It was served all the same, since enforce only reports.'
    : 'It was served all the same; the browser withholds the answer.';
}

function explained({ rows, allowed }: FlowAnswer): HTMLElement {
  // Without the end, which everybody sees.
  const failed = rows
    .slice(0, -1)
    .filter(row => row.kind === 'event')
    .filter(({ verdict }) => verdict === 'failed');
  if (allowed || failed.length === 0) {
    return element(
      'p',
      {},
      'Asked again, it is allowed: the policy has changed, or its rule answers otherwise by now.',
    );
  }
  return element(
    'ul',
    {},
    ...failed.map(({ title, detail, header }) =>
      element(
        'li',
        {},
        element('strong', {}, title),
        header === undefined ? undefined : element('code', { class: 'decider' }, header),
        element('span', {}, detail),
      ),
    ),
  );
}
