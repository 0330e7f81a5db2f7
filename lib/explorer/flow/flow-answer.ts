import type { CorsExplanation } from '../../interfaces/index.js';
import type { FlowAnswer, FlowQuestion } from '../messages.js';
import { browserTest } from './browser-test.js';
import { flowRows } from './flow-rows.js';

/** Everything that the page shows about a question. */
export function flowAnswer(question: FlowQuestion, explanation: CorsExplanation): FlowAnswer {
  const { allowed, preflighted, steps, route, policy } = explanation;
  const failed = steps.find(({ passed }) => !passed);
  return {
    question,
    allowed,
    preflighted,
    reason: failed?.detail ?? decisive(steps),
    rows: flowRows(question, explanation),
    ...(route === undefined ? {} : { route }),
    policy,
    test: browserTest(question, allowed),
  };
}

/** The step that allowed the request, if no step failed. */
function decisive(steps: CorsExplanation['steps']): string {
  const names = ['actual-origin', 'handshake-origin', 'cross-origin'];
  return names.map(name => steps.find(({ step }) => step === name)?.detail).find(Boolean) ?? '';
}
