import { CorsConfigurationError, problemsAt } from './configuration-error.js';
import type { OriginRule } from './policy-options.js';
import type { PolicyProblem } from './policy-problem.js';
import { checkEntries } from './validation/check-entries.js';
import { checkOrigin } from './validation/check-origin.js';
import { checkBoolean } from './validation/check-single-values.js';
import { describeValue } from './validation/describe-value.js';
import { problemsOf } from './validation/finding.js';
import { isPlainObject, ownValue } from './validation/value-kinds.js';

/** The options of {@link parseOrigins}. */
export interface ParseOriginsOptions<Rule extends OriginRule = string> {
  /** Whether a text that is `undefined` or blank is an error. Default: `false`. */
  readonly required?: boolean;
  /**
   * Rules to add to those of the text, such as `'http://localhost:*'`. The result is then a list.
   * Default: none.
   */
  readonly and?: readonly Rule[];
}

const PLACE = 'parseOrigins()';
const ANY_ORIGIN = '*';
const BETWEEN = /[\s,]/;

/**
 * Reads a list of origins from the value of an environment variable.
 *
 * Commas or white space separate the origins. They are checked like `origin`, and duplicates are
 * removed.
 *
 * @param text the value of the variable; `undefined` if it is not set
 * @param options whether the variable is required, and rules to add
 * @returns `false` for `undefined` or a blank text, `'*'` for `*`, otherwise a list. With `and`,
 * the result is always a list
 * @throws {CorsConfigurationError} with all problems of the text and the options
 * @example
 * ```ts
 * const origin = parseOrigins(process.env.ALLOWED_ORIGINS, { required: true });
 * CorsModule.forRoot({ defaults: { origin } });
 * ```
 */
export function parseOrigins<Rule extends OriginRule>(
  text: string | undefined,
  options: ParseOriginsOptions<Rule> & { readonly and: readonly Rule[] },
): (string | Rule)[];
export function parseOrigins(
  text: string | undefined,
  options?: { readonly required?: boolean },
): string[] | '*' | false;
export function parseOrigins(text: unknown, options: unknown = {}): OriginRule[] | '*' | false {
  const given = checkedOptions(options);
  const required = ownValue(given, 'required');
  const and = ownValue(given, 'and');
  const added: readonly OriginRule[] | undefined = Array.isArray(and) ? and : undefined;
  report('text', checkText(text, required === true));

  const members = typeof text === 'string' ? text.split(BETWEEN).filter(member => member !== '') : [];
  const distinct = [...new Set<OriginRule>([...members, ...(added ?? [])])];
  if (added !== undefined) {
    report('origin', members.includes(ANY_ORIGIN) ? ANY_ORIGIN_WITH_OTHERS : checkList(distinct));
    return distinct;
  }
  if (distinct.length === 0) return false;
  if (distinct.length === 1 && distinct[0] === ANY_ORIGIN) return ANY_ORIGIN;
  report('origin', checkList(distinct));
  return distinct;
}

const ANY_ORIGIN_WITH_OTHERS: readonly PolicyProblem[] = problemsOf('origin', ANY_ORIGIN, {
  reason: "the text '*' allows any origin, so the origins in the option 'and' would have no effect",
  suggestion: "list the origins in the text, or leave the option 'and' out if the text is '*'",
});

const RULES = {
  checks: new Map([
    ['required', (value: unknown) => problemsOf('required', value, checkBoolean(value))],
    ['and', checkAdded],
  ]),
  explainUnknown: (name: string) => ({
    reason: `parseOrigins() has no option ${describeValue(name)}`,
    suggestion: "leave it out; the options are 'required' and 'and'",
  }),
};

function checkedOptions(options: unknown): object {
  if (!isPlainObject(options)) {
    return fail(
      'options',
      problemsOf('options', options, {
        reason: `${describeValue(options)} is not a plain object with options of parseOrigins()`,
        suggestion: 'write an object such as { required: true }, or leave it out',
      }),
    );
  }
  report('options', checkEntries(RULES, options));
  return options;
}

function checkAdded(value: unknown): PolicyProblem[] {
  if (Array.isArray(value)) return [];
  return problemsOf('and', value, {
    reason: `${describeValue(value)} is not a list of origins`,
    suggestion: "write a list such as ['http://localhost:*']",
  });
}

function checkText(text: unknown, required: boolean): readonly PolicyProblem[] {
  if (text !== undefined && typeof text !== 'string') {
    return problemsOf('text', text, {
      reason: `${describeValue(text)} is not the text of an environment variable`,
      suggestion: 'pass a string or undefined, such as process.env.ALLOWED_ORIGINS',
    });
  }
  if (!required || text?.trim()) return [];
  return problemsOf('text', text, {
    reason: text === undefined ? 'the environment variable is not set' : 'the environment variable is blank',
    suggestion: "set it, as in ALLOWED_ORIGINS='https://app.example.com, https://admin.example.com'",
  });
}

function checkList(rules: readonly OriginRule[]): readonly PolicyProblem[] {
  return rules.length === 0 ? [] : checkOrigin(rules);
}

function report(route: string, problems: readonly PolicyProblem[]): void {
  if (problems.length > 0) fail(route, problems);
}

function fail(route: string, problems: readonly PolicyProblem[]): never {
  throw new CorsConfigurationError(problemsAt(PLACE, route, problems));
}
