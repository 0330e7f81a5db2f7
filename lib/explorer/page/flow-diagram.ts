import type { FlowAnswer, FlowEvent, FlowRequest, FlowResponse, FlowRow } from '../messages.js';
import { element, newId, spoken } from './dom.js';
import { eventNode, eventSentence, foldedEvents } from './flow-events.js';
import { requestWords, verdictWord } from './flow-verdict.js';

/**
 * The flow as a picture: the browser's lane on the left, the server's lane on the right, time
 * downwards.
 *
 * @param isUnfolded whether the steps that passed are shown at once
 */
export function flowDiagram(answer: FlowAnswer, isUnfolded: boolean): HTMLElement {
  const { rows, allowed, question, reason } = answer;
  const id = newId('diagram');
  const unfold = element('button', { type: 'button', class: 'button button--quiet' }, 'Show all steps');
  const list = element('ol', { class: 'rows' }, ...rowNodes(rows, allowed));
  const folds = [...list.querySelectorAll('details')];
  unfold.hidden = folds.length === 0;
  function name(): void {
    unfold.textContent = folds.every(({ open }) => open) ? 'Fold steps' : 'Show all steps';
  }
  function show(open: boolean): void {
    for (const fold of folds) fold.open = open;
  }
  unfold.addEventListener('click', () => {
    show(!folds.every(({ open }) => open));
  });
  for (const fold of folds) fold.addEventListener('toggle', name);
  show(isUnfolded);
  return element(
    'figure',
    { 'class': 'diagram', 'aria-labelledby': id, 'data-outcome': allowed ? 'readable' : 'blocked' },
    element(
      'figcaption',
      { id, class: 'spoken' },
      `Diagram of the CORS request flow. ${verdictWord(answer)}: ${reason}`,
    ),
    element(
      'div',
      { class: 'lanes' },
      element(
        'div',
        { class: 'lane' },
        element('strong', {}, 'Browser'),
        element('code', {}, question.origin),
      ),
      element(
        'div',
        { class: 'lane lane--server' },
        element('strong', {}, 'Server'),
        element('code', {}, location.host),
      ),
    ),
    list,
    unfold,
  );
}

/** Whether all steps of a diagram are shown, so that the next diagram can show them too. */
export function isUnfolded(diagram: Element): boolean {
  const folds = [...diagram.querySelectorAll('details')];
  return folds.length > 0 && folds.every(({ open }) => open);
}

/** The same in sentences. */
export function flowSentences(rows: readonly FlowRow[]): HTMLElement {
  return element('ol', { class: 'sentences' }, ...rows.map(row => element('li', {}, sentence(row))));
}

function rowNodes(rows: readonly FlowRow[], allowed: boolean): HTMLElement[] {
  const nodes: HTMLElement[] = [];
  let passed: FlowEvent[] = [];
  function fold(): void {
    if (passed.length > 0) nodes.push(foldedEvents(passed, allowed));
    passed = [];
  }
  for (const row of rows.slice(0, -1)) {
    if (row.kind === 'event' && row.verdict !== 'failed') {
      if (passed.at(-1)?.lane !== row.lane) fold();
      passed.push(row);
      continue;
    }
    fold();
    nodes.push(rowNode(row, allowed));
  }
  fold();
  // The outcome is never folded.
  return [...nodes, ...rows.slice(-1).map(row => rowNode(row, allowed))];
}

function rowNode(row: FlowRow, allowed: boolean): HTMLElement {
  switch (row.kind) {
    case 'event':
      return eventNode(row, allowed);
    case 'request':
      return requestNode(row);
    case 'response':
      return responseNode(row);
  }
}

function requestNode(request: FlowRequest): HTMLElement {
  const { verdict, preflight, method, url, headers } = request;
  const isSent = verdict === 'passed';
  const kind = preflight ? 'ask' : 'go';
  return element(
    'li',
    { 'class': `wire wire--${isSent ? kind : 'never'}`, 'data-verdict': verdict },
    element(
      'p',
      { class: 'wire__title' },
      spoken(isSent ? 'To the server: ' : ''),
      element('code', {}, `${method} ${url}`),
      element('span', {}, isSent ? requestWords(request) : 'not sent'),
    ),
    element('span', { class: 'wire__line' }),
    isSent
      ? element(
          'ul',
          { class: 'wire__headers' },
          ...headers.map(([name, value]) => element('li', {}, element('span', {}, `${name}: `), value)),
        )
      : undefined,
  );
}

function responseNode({ verdict, preflight, status }: FlowResponse): HTMLElement {
  return element(
    'li',
    { 'class': `wire wire--back wire--${verdict}`, 'data-verdict': verdict },
    element(
      'p',
      { class: 'wire__title' },
      spoken('To the browser: '),
      element('code', {}, status === undefined ? "the handler's status" : String(status)),
      element('span', {}, preflight ? 'answer to the preflight' : 'response'),
    ),
    element('span', { class: 'wire__line' }),
  );
}

function sentence(row: FlowRow): string {
  switch (row.kind) {
    case 'event':
      return eventSentence(row);
    case 'request': {
      const kind = requestWords(row);
      if (row.verdict === 'skipped') return `The ${kind} ${row.method} ${row.url} is not sent.`;
      const headers = row.headers.map(([name, value]) => `${name}: ${value}`).join('; ');
      return `To the server, ${kind}: ${row.method} ${row.url}, with ${headers}.`;
    }
    case 'response': {
      const status = row.status === undefined ? 'the status of the handler' : `status ${String(row.status)}`;
      return `To the browser, ${row.preflight ? 'answer to the preflight' : 'response'}: ${status}.`;
    }
  }
}
