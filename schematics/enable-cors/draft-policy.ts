import type { CallExpression } from 'typescript';
import { commentsBefore } from '../syntax/comments.js';
import { statementComments } from '../syntax/statement-removal.js';
import { ts } from '../syntax/typescript.js';
import { developmentSide } from '../translation/development.js';
import {
  closedDraft,
  codeOf,
  isClosed,
  mapDrafts,
  NO_DRAFT,
  type PolicyDraft,
  withComments,
} from '../translation/policy-draft.js';
import type { Scope } from '../translation/scope.js';
import type { CorsSetting } from '../translation/setting.js';
import { choose, translateSwitch } from '../translation/choices.js';
import type { CorsPlace } from '../translation/translate-cors.js';
import type { CorsUse } from './cors-use.js';

/** The defaults of the module with the meaning of the uses. `undefined` if there is no use. */
export function draftPolicy(
  uses: readonly CorsUse[],
  scope: Scope,
  platform: CorsSetting['platform'],
): PolicyDraft | undefined {
  const [first] = uses;
  if (first === undefined) return undefined;
  const comments = uses.flatMap(commentsOf);
  const draft = draftUses(uses, 0, { scope, platform }) ?? besideAnybody(uses, { scope, platform });
  if (draft !== undefined) return withComments(draft, comments);
  const sentence =
    'CORS was switched on more than once, so no other origin is allowed. Write here what is meant to hold';
  return withComments(closedDraft({ sentence, original: uses.map(textOf).join('\n') }), comments);
}

/**
 * Of two uses, one allows any origin. Pages could read what the other one allowed in any case, but
 * with `*` never with credentials.
 */
function besideAnybody(uses: readonly CorsUse[], place: CorsPlace): PolicyDraft | undefined {
  if (
    uses.length !== 2 ||
    place.platform !== 'express' ||
    uses.some(({ conditions }) => conditions.length > 0)
  )
    return undefined;
  const drafts = uses.flatMap(use => draftUses([use], 0, place) ?? []);
  const others = drafts.filter(draft => !isForAnybody(draft));
  const [draft = drafts[0], second] = others;
  if (draft === undefined || second !== undefined || drafts.length !== 2 || isClosed(draft)) return undefined;
  return mapDrafts(draft, entries =>
    entries.map(entry => {
      if (entry.name !== 'credentials' || entry.property === 'credentials: false') return entry;
      const sentence =
        "credentials were left out: CORS was switched on a second time, for anybody, and browsers accept no credentials with the '*' that it sent. Write them again if they are meant";
      return {
        name: entry.name,
        comments: entry.comments,
        notes: [...entry.notes, { sentence, original: entry.property ?? '' }],
      };
    }),
  );
}

function isForAnybody(draft: PolicyDraft): boolean {
  return codeOf(draft).every(text => text === "origin: '*'" || text === "allowedHeaders: '*'");
}

/** The policy options with the meaning of one use. */
export function draftUse(
  use: CorsUse,
  comments: readonly string[],
  scope: Scope,
  platform: CorsSetting['platform'],
): PolicyDraft {
  return withComments(draftUses([use], 0, { scope, platform }) ?? NO_DRAFT, comments);
}

/** Uses of which at most one runs, by their conditions from a depth on. */
function draftUses(uses: readonly CorsUse[], depth: number, place: CorsPlace): PolicyDraft | undefined {
  const [use, second] = uses;
  if (use === undefined) return NO_DRAFT;
  if (!use.certain) return second === undefined ? uncertain(use) : undefined;
  const condition = use.conditions[depth];
  if (condition === undefined) {
    if (second !== undefined) return undefined;
    const platform = use.package === 'cors' ? 'express' : place.platform;
    return translateSwitch(use.options, { ...place, platform });
  }
  if (uses.some(({ conditions }) => conditions[depth]?.asker !== condition.asker)) return undefined;
  const side = developmentSide(condition.expression, place.scope);
  const branch = (holds: boolean): PolicyDraft | undefined => {
    const among = uses.filter(({ conditions }) => conditions[depth]?.holds === holds);
    return draftUses(among, depth + 1, {
      ...place,
      development: place.development === true || side === holds,
    });
  };
  const [yes, no] = [branch(true), branch(false)];
  return yes && no && choose(condition.expression, true, yes, no, condition.asker, place);
}

function uncertain(use: CorsUse): PolicyDraft {
  const { fileName } = use.node.getSourceFile();
  const sentence = `whether this runs depends on code around it, so no other origin is allowed, and it stands where it stood, in ${fileName}. The module answers in its place: say here what it said, and delete it`;
  return closedDraft({ sentence, original: textOf(use) });
}

/** The comments of the removed node. */
export function commentsOf({ removable }: CorsUse): string[] {
  // If one of several handlers is removed, the others keep the comments.
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
