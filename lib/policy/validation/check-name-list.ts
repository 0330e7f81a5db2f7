import { toList } from '../list-value.js';
import type { PolicyProblem } from '../policy-problem.js';
import { describeValue, quoteAll } from './describe-value.js';
import { type Finding, problemsOf } from './finding.js';
import { isToken } from '../../fetch/index.js';

// More names would make the message too long.
const MOST_NAMES = 6;

/** The rules of a field whose value is a list of HTTP tokens. */
export interface NameListRules {
  readonly field: 'methods' | 'allowedHeaders' | 'exposedHeaders';
  /** The word for such a name, with its article. */
  readonly noun: string;
  readonly example: string;
  /** Checks a token. */
  readonly checkName: (name: string) => Finding | undefined;
}

/** Checks a list of names, or a string of names with commas. */
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

/** A suggestion for a text with several names, or with a header and its value. */
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
