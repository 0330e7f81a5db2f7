import type { FileChanges } from '../nest-add/file-changes.js';
import type { ImportsOfFile } from '../nest-add/file-imports.js';
import type { WantedImport } from '../syntax/add-imports.js';
import { indentationStep, lineBreakOf } from '../syntax/parsed-file.js';
import type { ModuleDraft } from '../translation/module-draft.js';
import type { Need, NeededProvider } from '../translation/needs.js';
import type { Scope } from '../translation/scope.js';
import { addToImports } from './add-to-imports.js';
import { moduleCall, moduleCode } from './module-call.js';
import { packageName } from './package-names.js';
import type { RootModule } from './root-module.js';

/** Imports the module in the root module. */
export function addModule(
  { metadata, source }: RootModule,
  draft: ModuleDraft,
  scope: Scope,
  changes: FileChanges,
): ImportsOfFile {
  const code = moduleCode(draft);
  const needs = scope.needs.neededBy(code);
  const module = packageName(source, 'CorsModule', 'CorsPolicyModule');
  const providers = new Map<string, NeededProvider>();
  for (const [name, need] of needs) if (need.kind === 'provider') providers.set(name, need);
  const call = moduleCall(draft, { name: module.name, providers, lateEnvironment: scope.lateEnvironment });
  const step = indentationStep(source.text);
  const write = (indentation: string): string =>
    call(indentation, step).replaceAll('\n', lineBreakOf(source.text));
  changes.add(source, addToImports(source, metadata, write));
  const imports = importsOf(needs);
  return { ...imports, wanted: [...module.wanted, ...imports.wanted, ...parserFor(code, source)] };
}

/** The function that reads origins from a text, if the code calls it. */
export function parserFor(code: readonly string[], source: RootModule['source']): readonly WantedImport[] {
  const isUsed = code.some(text => /\bparseOrigins\(/.test(text));
  return isUsed ? packageName(source, 'parseOrigins', 'parseOrigins').wanted : [];
}

export function importsOf(needs: ReadonlyMap<string, Need>): ImportsOfFile {
  return {
    wanted: [...needs].flatMap(([local, need]) => (need.kind === 'import' ? [{ ...need, local }] : [])),
    declarations: [...needs.values()].flatMap(need => (need.kind === 'declaration' ? [need.text] : [])),
  };
}
