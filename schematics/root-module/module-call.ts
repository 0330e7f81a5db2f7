import { draftText } from '../translation/draft-text.js';
import type { PolicyDraft } from '../translation/policy-draft.js';

/** `CorsModule.forRoot()` with the drafted defaults. */
export function moduleCall(
  name: string,
  draft: PolicyDraft | undefined,
  lateEnvironment: boolean,
): (indentation: string, step: string) => string {
  return (indentation, step) => {
    if (draft === undefined) return `${name}.forRoot()`;
    const inner = indentation + step;
    if (!lateEnvironment || !draft.readsEnvironment) {
      return `${name}.forRoot({\n${inner}defaults: ${draftText(draft, inner, step)},\n${indentation}})`;
    }
    // Environment variables that main.ts loads are there when the factory runs, not when the decorator does.
    const deeper = inner + step;
    const defaults = `${deeper}defaults: ${draftText(draft, deeper, step)},`;
    return `${name}.forRootAsync({\n${inner}useFactory: () => ({\n${defaults}\n${inner}}),\n${indentation}})`;
  };
}
