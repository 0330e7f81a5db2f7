import { toList } from '../list-value.js';
import type { PolicyProblem } from '../policy-problem.js';
import { describeValue, quoteAll } from './describe-value.js';
import { type Finding, problemsOf } from './finding.js';
import { isToken } from '../../fetch/index.js';

// More than that a log line does not bear.
const MOST_NAMES = 6;

/** A field whose value is a list of names that HTTP takes as tokens. */
export interface NameListRules {
  readonly field: 'methods' | 'allowedHeaders' | 'exposedHeaders';
  /** What such a name is called, with its article. */
  readonly noun: string;
  readonly example: string;
  /** What is wrong with a token as such a name. */
  readonly checkName: (name: string) => Finding | undefined;
}

/** What is wrong with a list of names, or with a string that holds them with commas in between. */
export function checkNameList(rules: NameListRules, value: unknown): PolicyProblem[] {
  const { field, example } = rules;
  if (Array.isArray(value)) return Array.from(value, member => checkMember(rules, member)).flat();
  if (typeof value !== 'string') {
    return problemsOf(field, value, {
      reason: `${describeValue(value)} is neither a list nor a string`,
      suggestion: `write a list such as ${example}, or [] for none`,
    });
  }
  const members = toList(value);
  if (members.length > 0) return members.flatMap(member => checkMember(rules, member));
  return problemsOf(field, value, {
    reason: 'the string contains no name',
    suggestion: `write [] for none, or leave ${field} out to inherit it`,
  });
}

function checkMember({ field, noun, example, checkName }: NameListRules, member: unknown): PolicyProblem[] {
  if (typeof member !== 'string') {
    return problemsOf(field, member, {
      reason: `${describeValue(member)} is not ${noun}`,
      suggestion: `write strings, as in ${example}`,
    });
  }
  if (isToken(member)) return problemsOf(field, member, checkName(member));
  return problemsOf(field, member, {
    reason:
      member === ''
        ? `an empty string is not ${noun}`
        : `${describeValue(member)} has characters that HTTP does not allow in ${noun}`,
    suggestion:
      suggestTokens(member, checkName) ?? `remove it, or write ${noun} with letters, digits and hyphens only`,
  });
}

/** The names in a text that holds more than one, or a header's value too. */
function suggestTokens(text: string, checkName: NameListRules['checkName']): string | undefined {
  const names = text
    .replace(/:.*/s, '')
    .split(/[\s,;]/)
    .filter(name => name !== '');
  const areNames = names.every(name => isToken(name) && checkName(name) === undefined);
  if (names.length === 0 || names.length > MOST_NAMES || !areNames) return undefined;
  return names.length === 1
    ? `write ${describeValue(names.join())}`
    : `write each name as a separate member: ${quoteAll(names)}`;
}
