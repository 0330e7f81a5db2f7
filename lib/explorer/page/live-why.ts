import type { FlowAnswer, LiveDecision } from '../messages.js';
import { element } from './dom.js';
import { questionOf } from './question.js';
import { loadFlow } from './server.js';

const REASONS: ReadonlyMap<string, string> = new Map([
  ['origin', 'The policy does not allow the origin.'],
  ['method', 'The policy does not allow the method.'],
  ['headers', 'The policy does not allow a header that the preflight names.'],
  ['host', 'The host of the request is not in ownOrigins.'],
]);

/** Why a request was refused: a sentence, which unfolds to the checks that fail. */
export function whyRefused(decision: LiveDecision): HTMLElement {
  const reason = REASONS.get(decision.reason ?? '') ?? 'The policy does not allow it.';
  const sentence = `${reason} ${consequence(decision)}`;
  if (decision.cut) return plain(sentence, 'The request is too long to be kept and explained.');
  // A decision does not have the host, and the flow of a path assumes a host of the application.
  if (decision.reason === 'host')
    return plain(sentence, 'To see its flow, write the whole URL with that host there.');
  const explanation = element('div', { class: 'explanation' });
  const details = element('details', { class: 'why' }, element('summary', {}, sentence), explanation);
  details.addEventListener('toggle', () => {
    if (!details.open || explanation.childElementCount > 0) return;
    explanation.append(element('p', { class: 'quiet' }, 'Loading'));
    loadFlow(questionOf(decision, location))
      .then(answer => {
        explanation.replaceChildren(explained(answer));
      })
      .catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        explanation.replaceChildren(element('p', {}, `No browser would send this. ${message}`));
      });
  });
  return details;
}

function plain(sentence: string, note: string): HTMLElement {
  return element('div', { class: 'why' }, element('p', {}, sentence), element('p', { class: 'quiet' }, note));
}

function consequence({ kind, enforced, overridden, reason }: LiveDecision): string {
  if (overridden === true) {
    return 'Other code has set another Access-Control-Allow-Origin on the response, and browsers go by that header.';
  }
  if (kind === 'preflight') return 'The browser does not send the actual request.';
  if (enforced) return 'The server answered with 403.';
  if (kind === 'handshake') return "The handshake was let through, since handshakes is 'report'.";
  return reason === 'host'
    ? "The request was served, since enforce is 'report'."
    : 'The request was served, and the browser withholds the response.';
}

function explained({ rows, allowed }: FlowAnswer): HTMLElement {
  // The last row is the outcome.
  const failed = rows
    .slice(0, -1)
    .filter(row => row.kind === 'event')
    .filter(({ verdict }) => verdict === 'failed');
  if (allowed || failed.length === 0) {
    return element(
      'p',
      {},
      'The same request is allowed now: the policy has changed, or its predicate has another answer.',
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
