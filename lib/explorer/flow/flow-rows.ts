import type { CorsExplanation, CorsExplanationStep } from '../../interfaces/index.js';
import type { FlowEvent, FlowQuestion, FlowRequest, FlowResponse, FlowRow } from '../messages.js';
import { normalizeMethod } from '../../fetch/index.js';
import { sentHeaders, unsafeNames } from './sent-headers.js';

type Presentation = Pick<FlowEvent, 'lane' | 'title'> & { readonly header?: string };

/** How each step of `CorsService.explain()` is drawn: on whose side, and by which header it is decided. */
const STEPS: Readonly<Record<string, Presentation>> = {
  'request': { lane: 'browser', title: 'A script asks' },
  'cross-origin': { lane: 'browser', title: 'Another origin?', header: 'Origin' },
  'preflight-needed': { lane: 'browser', title: 'Ask first?' },
  'preflight-route': { lane: 'server', title: 'Which policy', header: 'Access-Control-Request-Method' },
  'preflight-answer': { lane: 'server', title: 'Answer to the preflight' },
  'preflight-origin': { lane: 'browser', title: 'Origin', header: 'Access-Control-Allow-Origin' },
  'preflight-credentials': {
    lane: 'browser',
    title: 'Credentials',
    header: 'Access-Control-Allow-Credentials',
  },
  'preflight-method': { lane: 'browser', title: 'Method', header: 'Access-Control-Allow-Methods' },
  'preflight-header': { lane: 'browser', title: 'Request header', header: 'Access-Control-Allow-Headers' },
  'preflight-cache': { lane: 'browser', title: 'How long it is kept', header: 'Access-Control-Max-Age' },
  'actual-route': { lane: 'server', title: 'Which policy' },
  'actual-enforce': { lane: 'server', title: 'Does the server refuse?', header: 'Origin' },
  'actual-origin': { lane: 'browser', title: 'Origin', header: 'Access-Control-Allow-Origin' },
  'actual-credentials': { lane: 'browser', title: 'Credentials', header: 'Access-Control-Allow-Credentials' },
  'actual-exposed-headers': {
    lane: 'browser',
    title: 'What the script sees',
    header: 'Access-Control-Expose-Headers',
  },
  'actual-vary': { lane: 'browser', title: 'Caches', header: 'Vary' },
};

const SERVER_FIRST: readonly string[] = [
  'preflight-route',
  'preflight-answer',
  'actual-route',
  'actual-enforce',
];

/** They say what happens; where they fail, they are checks like the others. */
const NOTES: readonly string[] = [
  'request',
  'cross-origin',
  'preflight-needed',
  'preflight-route',
  'preflight-cache',
  'actual-route',
  'actual-exposed-headers',
  'actual-vary',
];

/** What happens, in the order in which it travels between the browser and the server. */
export function flowRows(question: FlowQuestion, explanation: CorsExplanation): FlowRow[] {
  const { steps, preflighted, allowed } = explanation;
  const before = steps.filter(({ step }) => !step.startsWith('preflight-') && !step.startsWith('actual-'));
  const asking = steps.filter(({ step }) => step === 'preflight-needed');
  const preflight = steps.filter(({ step }) => step.startsWith('preflight-') && step !== 'preflight-needed');
  const actual = steps.filter(({ step }) => step.startsWith('actual-'));
  const crossOrigin = asking.length > 0;
  return [
    ...[...before, ...asking].map(eventOf),
    ...(preflighted ? exchange(preflightRequest(question), preflight) : []),
    ...(actual.length > 0
      ? exchange(actualRequest(question, crossOrigin), actual)
      : [{ ...actualRequest(question, crossOrigin), verdict: 'skipped' as const }]),
    ending(explanation, allowed),
  ];
}

/** The server acts before its answer travels, the browser looks at it after. */
function exchange(request: FlowRequest, steps: readonly CorsExplanationStep[]): FlowRow[] {
  const atServer = steps.filter(({ step }) => SERVER_FIRST.includes(step));
  const atBrowser = steps.filter(({ step }) => !SERVER_FIRST.includes(step));
  const firstFailure = atBrowser.findIndex(({ passed }) => !passed);
  // A refused preflight does not say what the policy has; and a browser stops at the first header that it misses.
  const refused = request.preflight && atServer.some(({ passed }) => !passed);
  const isMoot = ({ passed }: CorsExplanationStep, at: number): boolean =>
    passed && (refused || (firstFailure >= 0 && at > firstFailure));
  return [
    request,
    ...atServer.map(eventOf),
    responseOf(request.preflight, atServer),
    ...atBrowser.map((step, at) => mootIf(isMoot(step, at), eventOf(step))),
  ];
}

function mootIf(isMoot: boolean, event: FlowEvent): FlowEvent {
  return isMoot && event.verdict === 'passed' ? { ...event, verdict: 'moot' } : event;
}

function responseOf(preflight: boolean, atServer: readonly CorsExplanationStep[]): FlowResponse {
  const refusing = atServer.find(({ passed }) => !passed);
  // What a handler answers is not known; a preflight's status and a refusal's are told by the step.
  const told = preflight ? atServer.at(-1) : refusing;
  const [, status] = /\bwith (\d{3})\b/.exec(told?.detail ?? '') ?? [];
  return {
    kind: 'response',
    verdict: refusing === undefined ? 'passed' : 'failed',
    preflight,
    ...(status === undefined ? {} : { status: Number(status) }),
  };
}

function eventOf({ step, passed, detail }: CorsExplanationStep): FlowEvent {
  const presentation = STEPS[step] ?? { lane: 'browser', title: step };
  const verdict = !passed ? 'failed' : NOTES.includes(step) ? 'noted' : 'passed';
  return { kind: 'event', ...presentation, verdict, detail };
}

function preflightRequest({ origin, method, url, headers }: FlowQuestion): FlowRequest {
  const names = unsafeNames(headers);
  return {
    kind: 'request',
    verdict: 'passed',
    preflight: true,
    method: 'OPTIONS',
    url,
    headers: [
      ['Origin', origin],
      ['Access-Control-Request-Method', normalizeMethod(method)],
      ...(names.length === 0 ? [] : [['Access-Control-Request-Headers', names.join(',')] as const]),
    ],
  };
}

function actualRequest({ origin, method, url, headers }: FlowQuestion, crossOrigin: boolean): FlowRequest {
  // A page of the server's own origin is named only where something may change.
  const named = crossOrigin || !['GET', 'HEAD'].includes(normalizeMethod(method));
  return {
    kind: 'request',
    verdict: 'passed',
    preflight: false,
    method: normalizeMethod(method),
    url,
    headers: [...(named ? [['Origin', origin] as const] : []), ...sentHeaders(headers)],
  };
}

function ending({ steps }: CorsExplanation, allowed: boolean): FlowEvent {
  if (allowed) {
    return {
      kind: 'event',
      lane: 'browser',
      verdict: 'passed',
      title: 'The script reads the answer',
      detail: 'Whatever its status: a 401 or a 404 is readable too.',
    };
  }
  const wasSent = steps.some(({ step }) => step === 'actual-route');
  const wasServed = wasSent && steps.every(({ step, passed }) => step !== 'actual-enforce' || passed);
  return {
    kind: 'event',
    lane: 'browser',
    verdict: 'failed',
    title: 'The script gets a TypeError',
    detail: wasServed
      ? 'The server has served it all the same: CORS withholds answers, it does not stop requests.'
      : 'No handler has run.',
  };
}
