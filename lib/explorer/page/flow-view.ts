import type { FlowAnswer, FlowQuestion, SurfaceMessage } from '../messages.js';
import { copyBlock } from './copy-block.js';
import { actualCurl, preflightCurl } from './curl.js';
import { element } from './dom.js';
import { flowDiagram, flowSentences, isUnfolded } from './flow-diagram.js';
import { flowForm } from './flow-form.js';
import { requestWords, verdictNodes } from './flow-verdict.js';
import { keepPlace } from './place.js';
import { policyTable } from './policy-table.js';
import { firstQuestion, questionQuery, readQuestion } from './question.js';
import { loadFlow } from './server.js';

/** How long typing has to pause before the flow is asked for, in milliseconds. */
const PAUSE = 180;

/** A form for a request of a page, with the flow of that request as a diagram. */
export function flowView(surface: SurfaceMessage, query: URLSearchParams): HTMLElement {
  const result = element('div', { class: 'result' });
  const verdict = element('div', { class: 'verdict', role: 'status' });
  const question = query.size > 0 ? readQuestion(query) : firstQuestion(surface, location);
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
      const former = result.querySelector('.diagram');
      result.replaceChildren(...resultNodes(answer, former !== null && isUnfolded(former)));
    } catch (error) {
      // A newer question has aborted this one.
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
      element('h1', { id: 'flow-title' }, 'What happens to a request'),
      form.node,
    ),
    element('div', { class: 'flow__answer' }, verdict, result),
  );
  void ask(question);
  return section;
}

function resultNodes(answer: FlowAnswer, areStepsShown: boolean): HTMLElement[] {
  const { rows, policy, test, question } = answer;
  const requests = rows.filter(row => row.kind === 'request');
  const last = requests.at(-1);
  return [
    flowDiagram(answer, areStepsShown),
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
      policyTable(policy, `The policy of the ${last === undefined ? 'request' : requestWords(last)}`),
    ),
    ...requests.map(request => {
      const curl = request.preflight
        ? preflightCurl(request, location.origin)
        : actualCurl(request, question, location.origin);
      return copyBlock(`The ${requestWords(request)} as curl`, curl);
    }),
    copyBlock('As a test', test),
  ];
}
