import { type DraftEntry, entriesOf, mapDrafts, type PolicyDraft } from '../translation/policy-draft.js';

/** What `cors` takes for options that are absent, and for those that were left out no more than that. */
const ABSENT: ReadonlyMap<string, string> = new Map([
  ['methods', "['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE']"],
  ['allowedHeaders', '[]'],
  ['exposedHeaders', '[]'],
  ['credentials', 'false'],
  ['enforce', 'false'],
]);

/** The policy with what it would otherwise inherit from the defaults: `cors()` of a path knew nothing of them. */
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
