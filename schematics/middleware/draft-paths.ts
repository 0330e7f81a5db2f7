import { commentsOf, draftUse } from '../enable-cors/draft-policy.js';
import { nodesIn } from '../syntax/parsed-file.js';
import { ts } from '../syntax/typescript.js';
import type { KeyDraft, NamedDraft, PathsDraft } from '../translation/module-draft.js';
import type { Note } from '../translation/note.js';
import { isClosed, type PolicyDraft } from '../translation/policy-draft.js';
import type { Scope } from '../translation/scope.js';
import type { MiddlewareUse } from './middleware-use.js';
import type { Overlaps } from './overlaps.js';
import { overDefaults } from './over-defaults.js';
import { policyName } from './policy-name.js';
import type { ReadPath } from './read-path.js';

/** The facts besides the uses on which the keys depend. */
export interface PathsSetting {
  readonly scope: Scope;
  readonly overlaps: Overlaps;
  /** The policy from which the keys inherit. */
  readonly defaults: PolicyDraft | undefined;
}

/** The keys of `paths` with their policies, for `app.use()` with a path and `cors()`. */
export function draftPaths(uses: readonly MiddlewareUse[], setting: PathsSetting): PathsDraft {
  const policies: NamedDraft[] = [];
  const keys: KeyDraft[] = [];
  const written = new Set<string>();
  const isNew = (text: string): boolean => written.size < written.add(text).size;
  const add = (draft: KeyDraft): void => {
    const fresh = {
      ...draft,
      keys: draft.keys.filter(key => isNew(key.toLowerCase())),
      notes: draft.notes.filter(note => isNew(JSON.stringify(note))),
    };
    if (fresh.keys.length + fresh.notes.length > 0) keys.push(fresh);
  };
  for (const use of uses) {
    const sound: ReadPath[] = [];
    for (const path of use.paths ?? []) {
      const note = noteAbout(use, path, setting.overlaps);
      if (note === undefined) sound.push(path);
      else add({ keys: path.keys, comments: commentsOf(use), notes: [note] });
    }
    const same = sound.flatMap(path => path.keys);
    if (same[0] === undefined) continue;
    // The package `cors` is the same on every platform.
    const draft = draftUse(use, commentsOf(use), setting.scope, 'express');
    const [only] = draft.entries;
    if (only !== undefined && isClosed(draft)) {
      add({ keys: same, comments: only.comments, notes: only.notes });
      continue;
    }
    const name = policyName(same[0], policies);
    policies.push({ name, draft: overDefaults(draft, setting.defaults) });
    add({ keys: same, policy: name, comments: [], notes: [] });
  }
  return { policies, keys };
}

/** Whether the use may have set headers for paths other than those of the keys. */
export function hasUnreadablePath({ paths }: MiddlewareUse): boolean {
  return paths?.some(({ keys }) => keys.length === 0) === true;
}

/** The reason for no access at the path. `undefined` if the use can be translated for it. */
function noteAbout(use: MiddlewareUse, path: ReadPath, overlaps: Overlaps): Note | undefined {
  const problem = path.problem ?? use.problem;
  if (problem !== undefined) return { sentence: problem, original: use.node.getText() };
  const others = overlaps.beside(use, path.prefix);
  if (others.length === 0) return undefined;
  // If another file switches CORS on, its text is not known.
  const all = new Set([...others.filter(node => !ts.isSourceFile(node)), use.node]);
  const inOrder = [...nodesIn(use.node.getSourceFile())].filter(node => all.has(node));
  const sentence =
    'CORS was switched on more than once for this path, so no other origin is allowed. Write here what is meant to hold';
  return { sentence, original: inOrder.map(node => node.getText()).join('\n') };
}
