import type { Tree } from '@angular-devkit/schematics';
import type { CallExpression } from 'typescript';
import type { ApplicationEntry } from '../project/application-entry.js';
import type { ProjectLayout } from '../project/project-layout.js';
import { sourceTexts } from '../project/source-files.js';
import { commentsBefore } from '../syntax/comments.js';
import { statementComments } from '../syntax/statement-removal.js';
import { ts } from '../syntax/typescript.js';
import { closedDraft, draftOf, type PolicyDraft } from '../translation/policy-draft.js';
import type { Scope } from '../translation/scope.js';
import type { CorsSetting } from '../translation/setting.js';
import { translateCors } from '../translation/translate-cors.js';
import type { CorsUse } from './cors-use.js';

/** The module's defaults that say what the uses said; `undefined` where there is none. */
export function draftPolicy(
  uses: readonly CorsUse[],
  entry: ApplicationEntry,
  scope: Scope,
): PolicyDraft | undefined {
  const [use, second] = uses;
  if (use === undefined) return undefined;
  const comments = uses.flatMap(commentsOf);
  if (second !== undefined) {
    const sentence =
      'CORS was switched on more than once, so no other origin is allowed. Write here what is meant to hold';
    return closedDraft({ sentence, original: uses.map(textOf).join('\n') }, comments);
  }
  return draftUse(use, comments, scope, platformOf(entry.create, scope));
}

/** The policy options that say what one use said. */
export function draftUse(
  use: CorsUse,
  comments: readonly string[],
  scope: Scope,
  platform: CorsSetting['platform'],
): PolicyDraft {
  if (!use.certain) {
    const sentence =
      'whether this runs depends on code around it, so no other origin is allowed, and it stands where it stood. The module answers in its place: say here what it said, and delete it';
    return closedDraft({ sentence, original: textOf(use) });
  }
  const condition = use.condition && scope.portable(use.condition);
  if (use.condition !== undefined && condition === undefined) {
    const sentence =
      'its condition needs what only that file has, so no other origin is allowed. Use CorsModule.forRootAsync() to inject what it needs';
    return closedDraft({ sentence, original: textOf(use) }, comments);
  }
  const { entries } = translateCors(use.options, scope, platform);
  const [first, ...others] = entries;
  const commented = first === undefined ? [] : [{ ...first, comments: [...comments, ...first.comments] }];
  return draftOf([...commented, ...others], condition);
}

/** Where other files call `enableCors()`, which nobody can see from main.ts. */
export function draftForOtherFiles(
  tree: Tree,
  { sourceRoot }: ProjectLayout,
  entry: ApplicationEntry,
): PolicyDraft | undefined {
  const paths = [...sourceTexts(tree, sourceRoot)]
    .filter(({ path, text }) => path !== entry.source.fileName && text.includes('.enableCors('))
    .map(({ path }) => path);
  if (paths.length === 0) return undefined;
  const sentence = `${paths.join(', ')} calls enableCors(), and was not read, so no other origin is allowed. The module answers in its place: say here what it said, and delete it`;
  return closedDraft({ sentence });
}

/** The comments that go with it. */
export function commentsOf({ removable }: CorsUse): string[] {
  // Where one handler of several goes, the others keep the comments.
  if (removable === undefined || ts.isCallExpression(removable.parent)) return [];
  return ts.isObjectLiteralExpression(removable.parent)
    ? commentsBefore(removable, removable.parent)
    : statementComments(removable);
}

function textOf({ node, removable }: CorsUse): string {
  return (removable ?? node).getText();
}

export function platformOf(create: CallExpression, scope: Scope): CorsSetting['platform'] {
  const texts = [create.getText(), ...create.arguments.map(argument => scope.resolve(argument).getText())];
  return texts.some(text => text.includes('Fastify')) ? 'fastify' : 'express';
}
