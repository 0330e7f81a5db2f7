import type { FlowAnswer, FlowRequest } from '../messages.js';
import { element } from './dom.js';
import { icon } from './icons.js';
import { isSocketUrl } from './question.js';

/** The outcome for the script, in a word. */
export function verdictWord({ allowed, question }: Pick<FlowAnswer, 'allowed' | 'question'>): string {
  if (isSocketUrl(question.url)) return allowed ? 'Opens' : 'Refused';
  return allowed ? 'Readable' : 'Blocked';
}

/** The name of a request in the terms of the Fetch standard and of RFC 6455. */
export function requestWords({ preflight, url }: FlowRequest): string {
  if (isSocketUrl(url)) return 'handshake';
  return preflight ? 'preflight' : 'actual request';
}

/** The outcome with the reason. */
export function verdictNodes(answer: FlowAnswer): HTMLElement[] {
  const { allowed, preflighted, reason, route } = answer;
  const facts = [preflighted ? 'Preflighted' : 'No preflight', route?.handler ?? 'no route of Nest'];
  return [
    element(
      'p',
      { class: 'verdict__word' },
      icon(allowed ? 'passed' : 'failed'),
      verdictWord(answer),
      element('span', { class: 'verdict__facts' }, facts.join(' · ')),
    ),
    element('p', {}, reason),
  ];
}
