import type { CorsExplanation, CorsExplanationStep } from '../../interfaces/index.js';
import type { FlowEvent, FlowQuestion, FlowRequest, FlowResponse, FlowRow } from '../messages.js';
import { normalizeMethod } from '../../fetch/index.js';
import { eventOf, isAtServer } from './flow-events.js';
import { handshakeRows, isSocketUrl } from './handshake-rows.js';
import { sentHeaders, unsafeNames } from './sent-headers.js';

/** What happens, in the order in which it travels between the browser and the server. */
export function flowRows(question: FlowQuestion, explanation: CorsExplanation): FlowRow[] {
  if (isSocketUrl(question.url)) return handshakeRows(question, explanation);
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

/** The server acts before its response travels. The browser checks the response afterwards. */
function exchange(request: FlowRequest, steps: readonly CorsExplanationStep[]): FlowRow[] {
  const atServer = steps.filter(isAtServer);
  const atBrowser = steps.filter(step => !isAtServer(step));
  const firstFailure = atBrowser.findIndex(({ passed }) => !passed);
  // The answer to a refused preflight has no CORS headers. A browser stops at the first check that
  // fails.
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
  // The step names the status of a preflight or a refusal. The status that a handler chooses is not
  // known.
  const told = preflight ? atServer.at(-1) : refusing;
  const [, status] = /\bwith (\d{3})\b/.exec(told?.detail ?? '') ?? [];
  return {
    kind: 'response',
    verdict: refusing === undefined ? 'passed' : 'failed',
    preflight,
    ...(status === undefined ? {} : { status: Number(status) }),
  };
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
  // Same-origin requests have an Origin header only if their method is neither GET nor HEAD.
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
      title: 'The script reads the response',
      detail: 'Also if its status is an error: CORS makes a 401 or a 404 readable too.',
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
      ? 'The server has served the request. CORS withholds responses from scripts, but does not stop requests.'
      : 'No handler has run.',
  };
}
