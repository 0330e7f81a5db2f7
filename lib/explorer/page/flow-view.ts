import type { FlowAnswer, FlowQuestion, SurfaceMessage } from '../messages.js';
import { copyBlock } from './copy-block.js';
import { actualCurl, preflightCurl } from './curl.js';
import { element } from './dom.js';
import { flowDiagram, flowSentences } from './flow-diagram.js';
import { flowForm } from './flow-form.js';
import { icon } from './icons.js';
import { keepPlace } from './place.js';
import { policyTable } from './policy-table.js';
import { questionQuery, readQuestion } from './question.js';
import { loadFlow } from './server.js';

/** In milliseconds: a pause in typing. */
const PAUSE = 180;

/** What becomes of a request of a page, drawn. */
export function flowView(surface: SurfaceMessage, query: URLSearchParams): HTMLElement {
  const result = element('div', { class: 'result' });
  const verdict = element('div', { class: 'verdict', role: 'status' });
  const question = query.size > 0 ? readQuestion(query) : firstQuestion(surface);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;

  const form = flowForm(question, surface, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const asked = form.read();
      keepPlace('flow', questionQuery(asked));
      void ask(asked);
    }, PAUSE);
  });

  async function ask(asked: FlowQuestion): Promise<void> {
    asking?.abort();
    const own = new AbortController();
    asking = own;
    section.ariaBusy = 'true';
    try {
      const answer = await loadFlow(asked, own.signal);
      verdict.replaceChildren(...verdictNodes(answer));
      verdict.dataset.outcome = answer.allowed ? 'readable' : 'blocked';
      result.replaceChildren(...resultNodes(answer));
    } catch (error) {
      // Another question took its place.
      if (own.signal.aborted) return;
      verdict.dataset.outcome = 'unasked';
      verdict.replaceChildren(
        element('p', { class: 'verdict__word' }, 'No browser would send this'),
        element('p', {}, error instanceof Error ? error.message : String(error)),
      );
      result.replaceChildren();
    }
    section.ariaBusy = 'false';
  }

  const section = element(
    'section',
    { 'class': 'flow', 'aria-labelledby': 'flow-title', 'aria-busy': 'true' },
    element(
      'div',
      { class: 'flow__ask' },
      element('h1', { id: 'flow-title' }, 'What becomes of a request'),
      form.node,
    ),
    element('div', { class: 'flow__answer' }, verdict, result),
  );
  void ask(question);
  return section;
}

function firstQuestion({ routes, origins }: SurfaceMessage): FlowQuestion {
  const path = routes[0]?.path;
  return {
    origin: origins[0] ?? 'https://app.example.com',
    method: 'GET',
    url: path === undefined || /[:*{]/.test(path) ? '/' : path,
    headers: [],
    credentials: false,
  };
}

function verdictNodes({ allowed, preflighted, reason, route }: FlowAnswer): HTMLElement[] {
  const facts = [preflighted ? 'Preflighted' : 'No preflight', route?.handler ?? 'no route of Nest'];
  return [
    element(
      'p',
      { class: 'verdict__word' },
      icon(allowed ? 'passed' : 'failed'),
      allowed ? 'Readable' : 'Blocked',
      element('span', { class: 'verdict__facts' }, facts.join(' · ')),
    ),
    element('p', {}, reason),
  ];
}

function resultNodes(answer: FlowAnswer): HTMLElement[] {
  const { rows, preflighted, policy, test } = answer;
  const requests = rows.filter(row => row.kind === 'request');
  const preflight = requests.find(row => row.preflight);
  const actual = requests.find(row => !row.preflight);
  return [
    flowDiagram(answer),
    element(
      'details',
      { class: 'text-version' },
      element('summary', {}, 'The diagram as text'),
      flowSentences(rows),
    ),
    element(
      'details',
      { class: 'in-effect' },
      element('summary', {}, 'The policy in effect'),
      policyTable(policy, 'The policy of the actual request'),
    ),
    ...(preflighted && preflight !== undefined
      ? [copyBlock('The preflight as curl', preflightCurl(preflight, location.origin))]
      : []),
    ...(actual === undefined
      ? []
      : [copyBlock('The actual request as curl', actualCurl(actual, answer.question, location.origin))]),
    copyBlock('As a test', test),
  ];
}
