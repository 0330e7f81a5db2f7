import type { Tree } from '@angular-devkit/schematics';
import type { CorsUse } from '../enable-cors/cors-use.js';
import { draftForOtherFiles, draftPolicy, platformOf } from '../enable-cors/draft-policy.js';
import { findCorsUses } from '../enable-cors/find-cors-uses.js';
import { draftPaths, hasUnreadablePath } from '../middleware/draft-paths.js';
import { findMiddlewareUses } from '../middleware/find-middleware-uses.js';
import type { MiddlewareUse } from '../middleware/middleware-use.js';
import { Overlaps } from '../middleware/overlaps.js';
import type { ApplicationEntry } from '../project/application-entry.js';
import type { ProjectLayout } from '../project/project-layout.js';
import type { ModuleDraft } from '../translation/module-draft.js';
import { closedDraft, type PolicyDraft } from '../translation/policy-draft.js';
import { Scope } from '../translation/scope.js';

/** What main.ts says about CORS, as options of the module. */
export function draftModule(tree: Tree, layout: ProjectLayout, entry: ApplicationEntry): ModuleDraft {
  const scope = new Scope(entry.source);
  const uses = findCorsUses(entry, scope);
  const middleware = findMiddlewareUses(entry, scope);
  const elsewhere = draftForOtherFiles(tree, layout, entry);
  const said = draftPolicy(uses, entry, scope) ?? elsewhere;
  const defaults = said && besideUnreadable(said, middleware);
  const everywhere = elsewhere === undefined ? uses : [...uses, unknownUse(entry)];
  const overlaps = new Overlaps(everywhere, middleware, scope, platformOf(entry.create, scope));
  return { defaults, paths: draftPaths(middleware, { scope, overlaps, defaults }) };
}

/** What goes from main.ts, as it is by now. */
export function removableUses(entry: ApplicationEntry): readonly CorsUse[] {
  const scope = new Scope(entry.source);
  const middleware = findMiddlewareUses(entry, scope).filter(({ paths }) => paths !== undefined);
  const isTranslated = (use: MiddlewareUse): boolean =>
    use.paths?.every(({ problem }) => problem === undefined) === true;
  return [...findCorsUses(entry, scope), ...middleware.filter(isTranslated)].filter(
    ({ removable }) => removable !== undefined,
  );
}

/** Headers of paths that are not known may have been narrower than the defaults. */
function besideUnreadable(defaults: PolicyDraft, middleware: readonly MiddlewareUse[]): PolicyDraft {
  const narrower = middleware.filter(hasUnreadablePath);
  if (narrower.length === 0) return defaults;
  const sentence =
    'some paths had CORS of their own, and which ones could not be read, so no other origin is allowed. Write here what is meant to hold elsewhere';
  return closedDraft({ sentence, original: narrower.map(({ node }) => node.getText()).join('\n') });
}

/** A use in a file that was not read. */
function unknownUse({ source }: ApplicationEntry): CorsUse {
  return { node: source, options: undefined, removable: undefined, certain: false };
}
