import { draftText } from '../translation/draft-text.js';
import type { ModuleDraft } from '../translation/module-draft.js';
import { pathsText, policiesText } from '../translation/paths-text.js';

/** `CorsModule.forRoot()` with the drafted options. */
export function moduleCall(
  name: string,
  draft: ModuleDraft,
  lateEnvironment: boolean,
): (indentation: string, step: string) => string {
  return (indentation, step) => {
    const inner = indentation + step;
    if (!lateEnvironment || !readsEnvironment(draft)) {
      const options = optionLines(draft, inner, step);
      if (options.length === 0) return `${name}.forRoot()`;
      return `${name}.forRoot({\n${options.join('\n')}\n${indentation}})`;
    }
    // Environment variables that main.ts loads are there when the factory runs, not when the decorator does.
    const lines = optionLines(draft, inner + step, step).join('\n');
    return `${name}.forRootAsync({\n${inner}useFactory: () => ({\n${lines}\n${inner}}),\n${indentation}})`;
  };
}

function readsEnvironment({ defaults, paths }: ModuleDraft): boolean {
  return [defaults, ...paths.policies.map(({ draft }) => draft)].some(
    draft => draft?.readsEnvironment === true,
  );
}

function optionLines({ defaults, paths }: ModuleDraft, indentation: string, step: string): string[] {
  const { keys, policies } = paths;
  return [
    ...(defaults === undefined ? [] : [`defaults: ${draftText(defaults, indentation, step)},`]),
    ...(policies.length === 0 ? [] : [`policies: ${policiesText(policies, indentation, step)},`]),
    ...(keys.length === 0 ? [] : [`paths: ${pathsText(keys, indentation, step)},`]),
  ].map(line => indentation + line);
}
