import { type OriginFailure, OriginQuestion, describeValue } from '../../policy/index.js';
import type { ExplainedPolicy } from '../explained-policy.js';
import { originAdvice } from '../refusal-advice.js';

/** Asks policies about the origin of one request, as the server does, and explains a refusal. */
export class OriginRuling {
  private readonly failures: string[] = [];
  private readonly question: OriginQuestion;

  constructor(
    private readonly origin: string,
    request: unknown,
    originTimeout: number,
  ) {
    this.question = new OriginQuestion(
      origin,
      request,
      ({ name }, failure) => {
        const predicate = name === '' ? 'a predicate' : `the predicate ${describeValue(name)}`;
        this.failures.push(`${predicate} ${describeFailure(failure)}`);
      },
      originTimeout,
    );
  }

  /**
   * Why one of the policies does not allow the origin, and what to change. `undefined` if all allow
   * it.
   */
  async refusal(policies: readonly ExplainedPolicy[]): Promise<string | undefined> {
    const { origin } = this;
    // Predicates are asked only if no other rule refuses.
    const refusing = policies.find(({ policy }) => policy.origin.verdict(origin) === 'refused');
    if (refusing !== undefined) return originAdvice(refusing, origin, undefined);
    for (const each of policies) {
      const { origin: rules } = each.policy;
      if (rules.verdict(origin) === 'ask' && !(await this.question.ask(rules.predicates))) {
        return originAdvice(each, origin, this.failures);
      }
    }
    return undefined;
  }

  /**
   * The same where the server does not ask predicates, which then refuse.
   *
   * @param about what it does not ask about
   */
  refusalUnasked(explained: ExplainedPolicy, about: string): Promise<string | undefined> {
    if (explained.policy.origin.verdict(this.origin) !== 'ask') return this.refusal([explained]);
    return Promise.resolve(`no Access-Control-Allow-Origin, since predicates are not asked about ${about}`);
  }
}

function describeFailure(failure: OriginFailure): string {
  if ('timeout' in failure) return `gave no answer within the ${failure.timeout} ms of originTimeout`;
  if ('answer' in failure) return `answered ${describeValue(failure.answer)} in place of true or false`;
  const { error } = failure;
  return `failed (${describeValue(error instanceof Error ? error.message : error)})`;
}
