import type { Expression } from 'typescript';
import { checkPathKey } from '../../lib/policy/translation.js';
import { quoted } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import type { CorsSetting } from '../translation/setting.js';

/** A path of `app.use()`. It matches itself and every path below it. */
export interface ReadPath {
  /** The keys of `paths` for it. Empty if it could not be read. */
  readonly keys: readonly string[];
  /** In lower case, as Express compares it. Empty if it may be any path. */
  readonly prefix: string;
  /** The reason for which no policy can be written for it. */
  readonly problem?: string;
}

const BELOW = '/*';
/** The characters with a special meaning in any version of path-to-regexp. */
const SPECIAL = /[:*?+()[\]{}!\\|^]/;

type Setting = Pick<CorsSetting, 'platform' | 'scope'>;

/** The path, or each path of a list. */
export function readPaths(node: Expression, setting: Setting): readonly ReadPath[] {
  const value = setting.scope.resolve(node);
  if (ts.isArrayLiteralExpression(value)) return value.elements.map(element => readOne(element, setting));
  return [readOne(value, setting)];
}

function readOne(node: Expression, { platform, scope }: Setting): ReadPath {
  const value = scope.resolve(node);
  if (!ts.isStringLiteralLike(value)) return unreadable(`the path ${node.getText()} could not be read`);
  const path = value.text === '/' ? '' : value.text.replace(/\/+$/, '');
  if (value.text !== '/' && path === '') return unreadable(`the path ${node.getText()} is empty`);
  const special = path.search(SPECIAL);
  if (special !== -1) return readFront(path.slice(0, special).replace(/\/[^/]*$/, ''), value.text);
  const key = path === '' ? '/' : path;
  const finding = checkPathKey(key);
  if (finding !== undefined)
    return unreadable(`the path ${quoted(value.text)} is no key: ${finding.reason}; ${finding.suggestion}`);
  const read = { keys: [key, path + BELOW], prefix: path.toLowerCase() };
  if (platform === 'express' || value.text === key) return read;
  const problem = `${quoted(value.text)} ends with a slash, with which it matches less on Fastify than without, so no other origin is allowed. Write here what is meant to hold, and delete app.use()`;
  return { ...read, problem };
}

/**
 * A path with parameters is narrower than every path below its fixed start. Only that start can be
 * a key.
 */
function readFront(front: string, path: string): ReadPath {
  const key = front + BELOW;
  const problem = `${quoted(path)} has parameters or wildcards, and a key of paths has none, so no other origin is allowed at ${quoted(key)}. Write here what is meant to hold for all of it, and delete app.use()`;
  return checkPathKey(key) === undefined
    ? { keys: [key], prefix: front.toLowerCase(), problem }
    : unreadable(`the path ${quoted(path)} is no key`);
}

function unreadable(reason: string): ReadPath {
  const problem = `${reason}, so app.use() stands where it stood. Write here the policy of the paths that it means, with keys such as '/public' and '/public/*', and delete it`;
  return { keys: [], prefix: '', problem };
}
