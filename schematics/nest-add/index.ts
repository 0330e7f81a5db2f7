import type { Rule, SchematicContext } from '@angular-devkit/schematics';
import { removeCorsUses } from '../enable-cors/remove-cors-uses.js';
import { findEntry } from '../project/application-entry.js';
import { readLayout } from '../project/project-layout.js';
import { addModule } from '../root-module/add-module.js';
import { findRegistration } from '../root-module/registration.js';
import { findRootModule } from '../root-module/root-module.js';
import { StartupCode } from '../startup/startup-code.js';
import { draftGateways } from '../gateways/draft-gateways.js';
import { findGateways } from '../gateways/gateway.js';
import { writeGateway } from '../gateways/write-gateway.js';
import { FileChanges } from './file-changes.js';
import { FileImports } from './file-imports.js';
import type { Note } from '../translation/note.js';
import type { ModuleDraft } from '../translation/module-draft.js';
import { entriesOf } from '../translation/policy-draft.js';
import { Scope } from '../translation/scope.js';
import { type DraftedModule, draftModule } from './draft-module.js';
import { dropEmptyHelpers, type Helper } from '../enable-cors/empty-helpers.js';
import { contains } from '../syntax/declarations.js';
import type { NestAddOptions } from './options.js';

/** The schematic `nest add nestjs-cors-policy`, after the package is installed. */
export function nestAdd(options: NestAddOptions): Rule {
  return (tree, { logger }: SchematicContext) => {
    const entry = findEntry(tree, readLayout(tree, options));
    const root = findRootModule(entry);
    const registered = findRegistration(tree, entry.project.layout, root.source);
    if (registered !== undefined) {
      logger.info(`${registered} imports CorsModule already. Nothing was changed.`);
      return;
    }

    const startup = new StartupCode(entry, entry.project.sources(entry.source));
    const scope = new Scope(entry.project, startup, root.declaration);
    const draft = draftModule(entry, scope);
    const gateways = draftGateways(findGateways(scope), scope, draft.defaults);
    const changes = new FileChanges();
    const imports = new FileImports();
    imports.add(root.source, addModule(root, draft, scope, changes));
    for (const gateway of gateways)
      imports.add(gateway.gateway.declaration.getSourceFile(), writeGateway(gateway, changes));
    imports.write(changes);
    for (const removal of removeCorsUses(entry, draft.removed)) changes.remove(removal);
    const texts = changes.texts();
    const emptied = dropEmptyHelpers(texts, helpersOf(draft, startup), path => tree.readText(path));
    for (const [path, text] of texts) if (!emptied.includes(path)) tree.overwrite(path, text);
    for (const path of emptied) tree.delete(path);
    report(logger, root.source.fileName, draft);
    for (const { draft: policy, gateway } of gateways) {
      const { declaration } = gateway;
      const place = `${declaration.getSourceFile().fileName}, ${declaration.name?.text ?? 'gateway'}`;
      entriesOf(policy).forEach(({ notes }) => {
        warn(logger, place, notes);
      });
    }
  };
}

/** The functions from which a use is removed. */
function helpersOf({ removed }: DraftedModule, { helpers }: StartupCode): readonly Helper[] {
  return helpers
    .filter(({ callee }) => removed.some(({ node }) => contains(callee, node)))
    .flatMap(({ call, callee }) => {
      const path = callee.getSourceFile().fileName;
      return callee.name === undefined
        ? []
        : [{ name: callee.name.text, path, caller: call.getSourceFile().fileName }];
    });
}

function report(logger: SchematicContext['logger'], path: string, draft: ModuleDraft): void {
  const { keys, policies } = draft.paths;
  logger.info(`${path}: CorsModule is imported.`);
  if (draft.defaults === undefined && keys.length === 0) {
    logger.info('It allows no other origin yet: say which in forRoot({ defaults }), or with @CorsPolicy().');
  }
  const drafts = [
    ...(draft.defaults === undefined ? [] : [draft.defaults]),
    ...policies.map(policy => policy.draft),
  ];
  const entries = drafts.flatMap(entriesOf);
  for (const { name, notes } of [...entries, ...keys.map(({ notes }) => ({ name: 'paths', notes }))]) {
    warn(logger, `${path}, ${name}`, notes);
  }
}

function warn(logger: SchematicContext['logger'], place: string, notes: readonly Note[]): void {
  for (const { sentence, original } of notes) {
    logger.warn(`${place}: ${sentence}.${original === undefined ? '' : ` It was: ${original}`}`);
  }
}
