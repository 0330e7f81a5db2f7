import { draftText } from '../translation/draft-text.js';
import type { ModuleDraft } from '../translation/module-draft.js';
import type { NeededProvider } from '../translation/needs.js';
import { pathsText, policiesText } from '../translation/paths-text.js';
import { codeOf, readsEnvironment } from '../translation/policy-draft.js';

/** The context of the options. */
export interface CallSetting {
  /** The name of the module in the file. */
  readonly name: string;
  /** The providers that the options need, by the name of the factory's parameter. */
  readonly providers: ReadonlyMap<string, NeededProvider>;
  /** Whether environment variables are set only after the file is imported. */
  readonly lateEnvironment: boolean;
}

/** `CorsModule.forRoot()` with the drafted options, or `forRootAsync()` if they need a factory. */
export function moduleCall(
  draft: ModuleDraft,
  { lateEnvironment, name, providers }: CallSetting,
): (indentation: string, step: string) => string {
  return (indentation, step) => {
    const inner = indentation + step;
    if (providers.size === 0 && !(lateEnvironment && draftsOf(draft).some(readsEnvironment))) {
      const options = optionLines(draft, inner, step);
      if (options.length === 0) return `${name}.forRoot()`;
      return `${name}.forRoot({\n${options.join('\n')}\n${indentation}})`;
    }
    const modules = new Set([...providers.values()].flatMap(({ module }) => module ?? []));
    const tokens = [...providers.values()].map(({ token }) => token);
    const parameters = [...providers].map(([parameter, { type }]) => `${parameter}: ${type}`);
    return [
      `${name}.forRootAsync({`,
      ...(modules.size === 0 ? [] : [`${inner}imports: [${[...modules].join(', ')}],`]),
      ...(tokens.length === 0 ? [] : [`${inner}inject: [${tokens.join(', ')}],`]),
      `${inner}useFactory: (${parameters.join(', ')}) => ({`,
      ...optionLines(draft, inner + step, step),
      `${inner}}),`,
      `${indentation}})`,
    ].join('\n');
  };
}

/** The code of all options. */
export function moduleCode(draft: ModuleDraft): readonly string[] {
  return draftsOf(draft).flatMap(codeOf);
}

function draftsOf({ defaults, paths }: ModuleDraft) {
  const named = paths.policies.map(({ draft }) => draft);
  return defaults === undefined ? named : [defaults, ...named];
}

function optionLines({ defaults, paths }: ModuleDraft, indentation: string, step: string): string[] {
  const { keys, policies } = paths;
  return [
    ...(defaults === undefined ? [] : [`defaults: ${draftText(defaults, indentation, step)},`]),
    ...(policies.length === 0 ? [] : [`policies: ${policiesText(policies, indentation, step)},`]),
    ...(keys.length === 0 ? [] : [`paths: ${pathsText(keys, indentation, step)},`]),
  ].map(line => indentation + line);
}
