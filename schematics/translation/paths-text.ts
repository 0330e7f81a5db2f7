import { quoted } from '../syntax/literals.js';
import { commentLines, draftText } from './draft-text.js';
import { indentLines } from './indented.js';
import type { KeyDraft, NamedDraft } from './module-draft.js';

/** The text of an object with named policies. Its first line continues the current line. */
export function policiesText(policies: readonly NamedDraft[], indentation: string, step: string): string {
  const inner = indentation + step;
  const lines = policies.map(({ name, draft }) => `${inner}${name}: ${draftText(draft, inner, step)},`);
  return ['{', ...lines, `${indentation}}`].join('\n');
}

/** The text of `paths`. */
export function pathsText(keys: readonly KeyDraft[], indentation: string, step: string): string {
  const inner = indentation + step;
  const lines = keys.flatMap(({ comments, keys: same, notes, policy }) => [
    ...comments.map(comment => `// ${comment}`),
    ...notes.flatMap(commentLines),
    ...same.map(key => `${quoted(key)}: ${policy === undefined ? 'false' : quoted(policy)},`),
  ]);
  return ['{', ...lines.map(line => inner + indentLines(line, inner, step)), `${indentation}}`].join('\n');
}
