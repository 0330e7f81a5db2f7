import type { FlowAnswer, FlowEvent, FlowRequest, FlowResponse, FlowRow } from '../messages.js';
import { element, newId } from './dom.js';
import { icon } from './icons.js';

const VERDICT_WORDS = {
  passed: 'passed',
  failed: 'failed',
  noted: 'note',
  moot: 'not seen by the browser, though the policy has it',
} as const;

/** The flow as a picture: the browser's lane on the left, the server's on the right, time downwards. */
export function flowDiagram({ rows, allowed, question, reason }: FlowAnswer): HTMLElement {
  const outcome = allowed ? 'readable' : 'blocked';
  const id = newId('diagram');
  return element(
    'figure',
    {
      'class': 'diagram',
      id,
      'tabindex': '0',
      'role': 'img',
      'aria-label': label(),
      'data-outcome': outcome,
    },
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
    element('ol', { class: 'rows' }, ...rows.map(rowNode)),
  );

  function label(): string {
    return `Diagram of the CORS request flow: ${outcome}. ${reason} A text version follows.`;
  }
}

/** The same in sentences. */
export function flowSentences(rows: readonly FlowRow[]): HTMLElement {
  return element('ol', { class: 'sentences' }, ...rows.map(row => element('li', {}, sentence(row))));
}

function rowNode(row: FlowRow): HTMLElement {
  switch (row.kind) {
    case 'event':
      return eventNode(row);
    case 'request':
      return requestNode(row);
    case 'response':
      return responseNode(row);
  }
}

function eventNode({ lane, verdict, title, detail, header }: FlowEvent): HTMLElement {
  return element(
    'li',
    { 'class': `event event--${lane} event--${verdict}`, 'data-verdict': verdict },
    element('span', { class: 'event__icon' }, icon(verdict)),
    element(
      'div',
      { class: 'event__text' },
      element(
        'p',
        { class: 'event__head' },
        element('strong', {}, title),
        header === undefined ? undefined : element('code', { class: 'decider' }, header),
        verdict === 'moot' ? element('span', { class: 'quiet' }, 'not seen') : undefined,
      ),
      element('p', { class: 'event__detail' }, detail),
    ),
  );
}

function requestNode({ verdict, preflight, method, url, headers }: FlowRequest): HTMLElement {
  const isSent = verdict === 'passed';
  const kind = preflight ? 'ask' : 'go';
  return element(
    'li',
    { 'class': `wire wire--${isSent ? kind : 'never'}`, 'data-verdict': verdict },
    element(
      'p',
      { class: 'wire__title' },
      element('code', {}, `${method} ${url}`),
      element('span', {}, isSent ? (preflight ? 'preflight' : 'actual request') : 'not sent'),
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
      ...responseWords(preflight, status).map((text, at) => element(at === 0 ? 'code' : 'span', {}, text)),
    ),
    element('span', { class: 'wire__line' }),
  );
}

function responseWords(preflight: boolean, status: number | undefined): string[] {
  return [
    status === undefined ? "the handler's answer" : String(status),
    preflight ? 'answer to the preflight' : 'answer',
  ];
}

function sentence(row: FlowRow): string {
  switch (row.kind) {
    case 'event': {
      const verdict = VERDICT_WORDS[row.verdict];
      const header = row.header === undefined ? '' : `, decided by ${row.header}`;
      return `${row.lane === 'browser' ? 'Browser' : 'Server'}, ${verdict}${header}: ${row.title}. ${row.detail}`;
    }
    case 'request': {
      const kind = row.preflight ? 'preflight' : 'actual request';
      if (row.verdict === 'skipped') return `The ${kind} ${row.method} ${row.url} is not sent.`;
      const headers = row.headers.map(([name, value]) => `${name}: ${value}`).join('; ');
      return `To the server, ${kind}: ${row.method} ${row.url}, with ${headers}.`;
    }
    case 'response': {
      const status =
        row.status === undefined ? 'whatever the handler answers' : `status ${String(row.status)}`;
      return `To the browser, ${row.preflight ? 'answer to the preflight' : 'answer'}: ${status}.`;
    }
  }
}
