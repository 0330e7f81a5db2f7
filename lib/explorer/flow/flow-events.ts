import type { CorsExplanationStep } from '../../interfaces/index.js';
import type { FlowEvent } from '../messages.js';

type Presentation = Pick<FlowEvent, 'lane' | 'title'> & { readonly header?: string };

/**
 * How each step of `CorsService.explain()` is drawn: on which side, and with the header that
 * decides it.
 */
const STEPS: Readonly<Record<string, Presentation>> = {
  'request': { lane: 'browser', title: 'Call of the script' },
  'cross-origin': { lane: 'browser', title: 'Cross-origin check', header: 'Origin' },
  'preflight-needed': { lane: 'browser', title: 'Preflight check' },
  'preflight-route': {
    lane: 'server',
    title: 'Route and policy',
    header: 'Access-Control-Request-Method',
  },
  'preflight-answer': { lane: 'server', title: 'Answer to the preflight' },
  'preflight-origin': { lane: 'browser', title: 'Origin', header: 'Access-Control-Allow-Origin' },
  'preflight-credentials': {
    lane: 'browser',
    title: 'Credentials',
    header: 'Access-Control-Allow-Credentials',
  },
  'preflight-method': { lane: 'browser', title: 'Method', header: 'Access-Control-Allow-Methods' },
  'preflight-header': { lane: 'browser', title: 'Request header', header: 'Access-Control-Allow-Headers' },
  'preflight-cache': { lane: 'browser', title: 'Preflight cache', header: 'Access-Control-Max-Age' },
  'actual-route': { lane: 'server', title: 'Route and policy' },
  'actual-enforce': { lane: 'server', title: 'Enforcement', header: 'Origin' },
  'actual-origin': { lane: 'browser', title: 'Origin', header: 'Access-Control-Allow-Origin' },
  'actual-credentials': { lane: 'browser', title: 'Credentials', header: 'Access-Control-Allow-Credentials' },
  'actual-exposed-headers': {
    lane: 'browser',
    title: 'Exposed headers',
    header: 'Access-Control-Expose-Headers',
  },
  'actual-vary': { lane: 'browser', title: 'HTTP caches', header: 'Vary' },
  'handshake-route': { lane: 'server', title: 'Route and policy' },
  'handshake-origin': { lane: 'server', title: 'Handshake check', header: 'Origin' },
};

const AT_SERVER: readonly string[] = [
  'preflight-route',
  'preflight-answer',
  'actual-route',
  'actual-enforce',
  'handshake-route',
  'handshake-origin',
];

/** Steps that check nothing as long as they pass. */
const NOTES: readonly string[] = [
  'request',
  'cross-origin',
  'preflight-needed',
  'preflight-route',
  'preflight-cache',
  'actual-route',
  'actual-exposed-headers',
  'actual-vary',
  'handshake-route',
];

/** Whether a step happens before the response travels. */
export function isAtServer({ step }: CorsExplanationStep): boolean {
  return AT_SERVER.includes(step);
}

export function eventOf({ step, passed, detail }: CorsExplanationStep): FlowEvent {
  const presentation = STEPS[step] ?? { lane: 'browser', title: step };
  const verdict = !passed ? 'failed' : NOTES.includes(step) ? 'noted' : 'passed';
  return { kind: 'event', ...presentation, verdict, detail };
}
