import type { CorsExplanation } from '../../interfaces/index.js';
import type { FlowEvent, FlowQuestion, FlowRow } from '../messages.js';
import { eventOf, isAtServer } from './flow-events.js';

/** Whether a question is about a page's `new WebSocket(url)`. */
export function isSocketUrl(url: string): url is `ws:${string}` | `wss:${string}` {
  return /^wss?:/i.test(url);
}

/** What happens to a WebSocket handshake: one GET, which the server answers with 101 or 403. */
export function handshakeRows({ origin, url }: FlowQuestion, explanation: CorsExplanation): FlowRow[] {
  const { steps, allowed } = explanation;
  return [
    ...steps.filter(step => !isAtServer(step)).map(eventOf),
    {
      kind: 'request',
      verdict: 'passed',
      preflight: false,
      method: 'GET',
      url,
      headers: [
        ['Origin', origin],
        ['Upgrade', 'websocket'],
      ],
    },
    ...steps.filter(isAtServer).map(eventOf),
    {
      kind: 'response',
      verdict: allowed ? 'passed' : 'failed',
      preflight: false,
      status: allowed ? 101 : 403,
    },
    ending(allowed),
  ];
}

function ending(allowed: boolean): FlowEvent {
  return {
    kind: 'event',
    lane: 'browser',
    verdict: allowed ? 'passed' : 'failed',
    title: allowed ? 'The WebSocket opens' : 'The WebSocket fails',
    detail: allowed
      ? 'The page and the server exchange messages. CORS does not apply to them.'
      : 'The page gets an error event. It does not learn the reason.',
  };
}
