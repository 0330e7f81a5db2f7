import type { Expression } from 'typescript';
import { isFalsyLiteral } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import { translateExpression } from './name-lists.js';
import { NOTHING, type Translated } from './note.js';
import type { CorsSetting } from './setting.js';

const LONGEST_MAX_AGE = 86_400;

export function translateCredentials(value: Expression, setting: CorsSetting): Translated {
  const resolved = setting.scope.resolve(value);
  if (resolved.kind === ts.SyntaxKind.TrueKeyword) return { text: 'true', notes: [] };
  if (resolved.kind === ts.SyntaxKind.FalseKeyword) return { text: 'false', notes: [] };
  if (isFalsyLiteral(resolved)) return NOTHING;
  if (!ts.isLiteralExpression(resolved)) return translateExpression('credentials', value, setting);
  const sentence = 'credentials is true or false, and was left out';
  return { notes: [{ sentence, original: `credentials: ${value.getText()}` }] };
}

export function translateMaxAge(value: Expression, setting: CorsSetting): Translated {
  const resolved = setting.scope.resolve(value);
  const seconds = constantNumber(resolved, setting);
  if (seconds === undefined) {
    const absent = isFalsyLiteral(resolved);
    return absent ? NOTHING : translateExpression('maxAge', value, setting);
  }
  const original = `maxAge: ${value.getText()}`;
  if (seconds > LONGEST_MAX_AGE) {
    const sentence = 'no browser keeps a preflight for longer than 86400 seconds, a day';
    return { text: String(LONGEST_MAX_AGE), notes: [{ sentence, original }] };
  }
  if (seconds < 0 || !Number.isInteger(seconds)) {
    const sentence =
      'maxAge is whole seconds from 0 on; browsers took this for no maxAge, and it was left out';
    return { notes: [{ sentence, original }] };
  }
  const text = ts.isStringLiteralLike(resolved) ? undefined : setting.scope.portable(value);
  return { text: text ?? String(seconds), notes: [] };
}

export function translateOptionsSuccessStatus(value: Expression, setting: CorsSetting): Translated {
  const status = constantNumber(setting.scope.resolve(value), setting);
  if (status === 200 || status === 204) return { text: String(status), notes: [] };
  const sentence =
    'optionsSuccessStatus is 200 or 204 here, and was left out: allowed preflights are answered with 204';
  return { notes: [{ sentence, original: `optionsSuccessStatus: ${value.getText()}` }] };
}

/** A number as written: `3600`, `'3600'`, `24 * 60 * 60`. */
function constantNumber(node: Expression, setting: CorsSetting): number | undefined {
  const resolved = setting.scope.resolve(node);
  if (ts.isNumericLiteral(resolved)) return Number(resolved.text.replaceAll('_', ''));
  if (ts.isStringLiteralLike(resolved) && /^\d+$/.test(resolved.text)) return Number(resolved.text);
  if (ts.isPrefixUnaryExpression(resolved) && resolved.operator === ts.SyntaxKind.MinusToken) {
    const value = constantNumber(resolved.operand, setting);
    return value === undefined ? undefined : -value;
  }
  if (!ts.isBinaryExpression(resolved)) return undefined;
  const left = constantNumber(resolved.left, setting);
  const right = constantNumber(resolved.right, setting);
  if (left === undefined || right === undefined) return undefined;
  if (resolved.operatorToken.kind === ts.SyntaxKind.AsteriskToken) return left * right;
  return resolved.operatorToken.kind === ts.SyntaxKind.PlusToken ? left + right : undefined;
}
