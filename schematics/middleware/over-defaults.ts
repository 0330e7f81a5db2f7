import { type DraftEntry, entriesOf, mapDrafts, type PolicyDraft } from '../translation/policy-draft.js';

/**
 * The values that `cors` uses for absent options. For an option that the translation left out, they
 * are the most that the policy may allow.
 */
const ABSENT: ReadonlyMap<string, string> = new Map([
  ['methods', "['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE']"],
  ['allowedHeaders', '[]'],
  ['exposedHeaders', '[]'],
  ['credentials', 'false'],
  ['enforce', 'false'],
]);

/**
 * The policy with explicit values for everything that it would inherit from the defaults, because
 * `cors()` of a path inherited nothing.
 */
export function overDefaults(draft: PolicyDraft, defaults: PolicyDraft | undefined): PolicyDraft {
  const inherited = namesIn(defaults === undefined ? [] : entriesOf(defaults));
  return mapDrafts(draft, entries => {
    const own = namesIn(entries);
    const added = [...ABSENT]
      .filter(([name]) => inherited.has(name) && !own.has(name))
      .map(([name, text]): DraftEntry => ({ name, property: `${name}: ${text}`, comments: [], notes: [] }));
    return [...entries, ...added];
  });
}

function namesIn(entries: readonly DraftEntry[]): ReadonlySet<string> {
  return new Set(entries.filter(({ property }) => property !== undefined).map(({ name }) => name));
}
