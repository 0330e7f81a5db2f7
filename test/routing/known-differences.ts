import type { ApplicationPlan } from './differential/application-plan.js';
import type { Finding } from './differential/examiner.js';

/**
 * A difference that a library cannot avoid, with its reason. It counts only if the answer is as
 * strict as the policy of the handler that answers.
 */
export interface KnownDifference {
  readonly name: string;
  readonly reason: string;
  matches(plan: ApplicationPlan, finding: Finding): boolean;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    name: 'Fastify answers 400 or 414 before any hook',
    reason:
      'A URL that cannot be decoded, and a parameter over maxParamLength that no other route takes, never reach a hook. Such a preflight ends ' +
      'with the same status; such a request has the headers of the module defaults, if they tell without asking a predicate, and none ' +
      'where its version might tell another policy.',
    matches: ({ platform }, { answer, found, request }) => {
      if (platform !== 'fastify') return false;
      const isPreflight = /"status":"(400|414)"/.test(JSON.stringify(found));
      const withoutBody = request.method === 'HEAD' && [400, 414].includes(answer.status);
      return isPreflight || withoutBody || /"(FST_ERR_BAD_URL|FST_ERR_MAX_PARAM_LENGTH)"/.test(answer.body);
    },
  },
];

/** The entry of the table that explains a difference. */
export function knownDifference(plan: ApplicationPlan, finding: Finding): KnownDifference | undefined {
  return KNOWN_DIFFERENCES.find(known => known.matches(plan, finding));
}
