import type { CorsUse } from '../enable-cors/cors-use.js';
import { draftPolicy, platformOf } from '../enable-cors/draft-policy.js';
import { findCorsUses } from '../enable-cors/find-cors-uses.js';
import { draftPaths, hasUnreadablePath } from '../middleware/draft-paths.js';
import { findMiddlewareUses } from '../middleware/find-middleware-uses.js';
import type { MiddlewareUse } from '../middleware/middleware-use.js';
import { Overlaps } from '../middleware/overlaps.js';
import type { ApplicationEntry } from '../project/application-entry.js';
import type { ModuleDraft } from '../translation/module-draft.js';
import { closedDraft, type PolicyDraft } from '../translation/policy-draft.js';
import type { Scope } from '../translation/scope.js';
import { draftByUrl } from '../url-delegate/draft-by-url.js';

/** The CORS configuration of the code, as options of the module. */
export interface DraftedModule extends ModuleDraft {
  /** The code to remove. */
  readonly removed: readonly CorsUse[];
}

export function draftModule(entry: ApplicationEntry, scope: Scope): DraftedModule {
  const platform = platformOf(entry.create, scope);
  const middleware = findMiddlewareUses(scope.startup, scope, platform);
  const withPath = middleware.filter(({ paths }) => paths !== undefined);
  const everywhere = middleware.filter(({ paths, problem }) => paths === undefined && problem === undefined);
  const uses = ofTheApplication([...findCorsUses(entry, scope.startup, scope), ...everywhere], entry);
  const removed = [...uses, ...withPath.filter(isTranslated)].filter(
    ({ removable }) => removable !== undefined,
  );
  const byUrl = withPath.length === 0 ? draftByUrl(uses, scope, platform) : undefined;
  if (byUrl !== undefined) return { ...byUrl, removed };

  const said = draftPolicy(uses, scope, platform);
  const defaults = said && besideUnreadable(said, withPath);
  const left = middleware.filter(({ paths, problem }) => paths === undefined && problem !== undefined);
  const overlaps = new Overlaps([...uses, ...left], withPath, scope, platform);
  return { defaults, paths: draftPaths(withPath, { scope, overlaps, defaults }), removed };
}

/**
 * The uses of this application. A file beside it may start another application, so its uses count
 * only if this application has none.
 */
function ofTheApplication(
  uses: readonly CorsUse[],
  { project, source }: ApplicationEntry,
): readonly CorsUse[] {
  const own = new Set([source, ...project.imported(source)]);
  const known = uses.filter(({ certain, node }) => certain || own.has(node.getSourceFile()));
  return known.length > 0 ? known : uses;
}

function isTranslated({ paths }: MiddlewareUse): boolean {
  return paths?.every(({ problem }) => problem === undefined) === true;
}

/** Headers of unknown paths may have been narrower than the defaults. */
function besideUnreadable(defaults: PolicyDraft, middleware: readonly MiddlewareUse[]): PolicyDraft {
  const narrower = middleware.filter(hasUnreadablePath);
  if (narrower.length === 0) return defaults;
  const sentence =
    'some paths had CORS of their own, and which ones could not be read, so no other origin is allowed. Write here what is meant to hold elsewhere';
  return closedDraft({ sentence, original: narrower.map(({ node }) => node.getText()).join('\n') });
}
