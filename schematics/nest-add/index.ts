import type { Rule, SchematicContext } from '@angular-devkit/schematics';
import { removeCorsUses } from '../enable-cors/remove-cors-uses.js';
import { type ApplicationEntry, findEntry } from '../project/application-entry.js';
import { readLayout } from '../project/project-layout.js';
import { addToImports } from '../root-module/add-to-imports.js';
import { importModule } from '../root-module/import-statement.js';
import { moduleCall } from '../root-module/module-call.js';
import { findRegistration } from '../root-module/registration.js';
import { findRootModule, type RootModule } from '../root-module/root-module.js';
import { indentationStep, lineBreakOf } from '../syntax/parsed-file.js';
import { applyChanges } from '../syntax/text-change.js';
import type { ModuleDraft } from '../translation/module-draft.js';
import { draftModule, removableUses } from './draft-module.js';
import type { NestAddOptions } from './options.js';

/** What `nest add nestjs-cors-policy` does once the package is installed. */
export function nestAdd(options: NestAddOptions): Rule {
  return (tree, { logger }: SchematicContext) => {
    const layout = readLayout(tree, options);
    const entry = findEntry(tree, layout);
    const root = findRootModule(tree, entry);
    const registered = findRegistration(tree, layout, root.source);
    if (registered !== undefined) {
      logger.info(`${registered} imports CorsModule already. Nothing was changed.`);
      return;
    }

    const draft = draftModule(tree, layout, entry);
    tree.overwrite(root.source.fileName, withModule(root, draft, loadsEnvironment(entry)));
    // The root module may stand in the same file.
    const changed = findEntry(tree, layout);
    const left = removableUses(changed);
    if (left.length > 0) tree.overwrite(changed.source.fileName, removeCorsUses(changed, left));
    report(logger, root, draft);
  };
}

function withModule({ source, metadata }: RootModule, draft: ModuleDraft, late: boolean): string {
  const { text } = source;
  const { name, change } = importModule(source);
  const call = moduleCall(name, draft, late);
  const step = indentationStep(text);
  const changes = addToImports(source, metadata, indentation =>
    call(indentation, step).replaceAll('\n', lineBreakOf(text)),
  );
  return applyChanges(text, change === undefined ? changes : [change, ...changes]);
}

/** Whether main.ts reads a file of environment variables after it has imported the root module. */
function loadsEnvironment({ source }: ApplicationEntry): boolean {
  return /from ['"]dotenv['"]|require\(['"]dotenv['"]\)|\bloadEnvFile\(/.test(source.text);
}

function report(logger: SchematicContext['logger'], { source }: RootModule, draft: ModuleDraft): void {
  const path = source.fileName;
  const { keys, policies } = draft.paths;
  logger.info(`${path}: CorsModule is imported.`);
  if (draft.defaults === undefined && keys.length === 0) {
    logger.info('It allows no other origin yet: say which in forRoot({ defaults }), or with @CorsPolicy().');
  }
  const entries = [draft.defaults, ...policies.map(policy => policy.draft)].flatMap(
    policy => policy?.entries ?? [],
  );
  for (const { name, notes } of [...entries, ...keys.map(({ notes }) => ({ name: 'paths', notes }))]) {
    for (const { sentence, original } of notes) {
      logger.warn(`${path}, ${name}: ${sentence}.${original === undefined ? '' : ` It was: ${original}`}`);
    }
  }
}
