import type { Expression } from 'typescript';
import {
  checkOriginRegExp,
  checkOriginString,
  correctOrigin,
  parseExpression,
  readAnchoring,
} from '../../lib/policy/translation.js';
import { quoted } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import { type Translated } from './note.js';

/** A string that `cors` compared byte for byte with the `Origin` header. */
export function translateString(text: string): Translated {
  if (text.includes('*')) {
    return drop(
      `cors compared ${quoted(text)} byte for byte, and no origin is that. Here it would be a pattern that allows many origins: write it again if that is meant`,
    );
  }
  const finding = checkOriginString(text);
  if (finding === undefined) return { text: quoted(text), notes: [] };
  const corrected = correctOrigin(text);
  if (!text.includes('://') && corrected !== undefined && text !== 'null') {
    return drop(
      `${quoted(text)} was left out, and never matched: ${finding.reason}. Write it with the scheme that is meant, such as ${quoted(corrected)}`,
    );
  }
  if (corrected === undefined || corrected.includes('*') || checkOriginString(corrected) !== undefined) {
    return drop(`${quoted(text)} was left out: ${finding.reason}; ${finding.suggestion}`);
  }
  return {
    text: quoted(corrected),
    notes: [{ sentence: `it was ${quoted(text)}, which no origin ever equals: ${finding.reason}` }],
  };
}

/** The regular expression as written, if it is known. */
export function readRegExp(node: Expression): RegExp | undefined {
  try {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      return new RegExp(node.text.slice(1, end), node.text.slice(end + 1));
    }
    if (!(ts.isNewExpression(node) || ts.isCallExpression(node)) || node.expression.getText() !== 'RegExp') {
      return undefined;
    }
    const [source, flags, ...others] = node.arguments ?? [];
    if (source === undefined || !ts.isStringLiteralLike(source) || others.length > 0) return undefined;
    if (flags !== undefined && !ts.isStringLiteralLike(flags)) return undefined;
    return new RegExp(source.text, flags?.text);
  } catch {
    return undefined;
  }
}

/** A regular expression that `cors` tried anywhere in the `Origin` header. */
export function translateRegExp(written: RegExp): Translated {
  const [problem] = checkOriginRegExp(written);
  if (problem === undefined) return { text: String(written), notes: [] };
  const corrected = correct(written);
  if (corrected === undefined || checkOriginRegExp(corrected).length > 0) {
    return drop(
      `${String(written)} was left out: ${problem.reason}. Say which origins are meant, from ^https:\\/\\/ to $`,
    );
  }
  return { text: String(corrected), notes: [{ sentence: `it was ${String(written)}: ${problem.reason}` }] };
}

/**
 * The reason for which a regular expression cannot be a rule. `undefined` if it can, or if the
 * value is none.
 */
export function looseRegExp(node: Expression): string | undefined {
  const expression = readRegExp(node);
  if (expression === undefined || translateRegExp(expression).text !== undefined) return undefined;
  return checkOriginRegExp(expression)[0]?.reason;
}

// An origin ends after its host or its port. After a last label or a port, only a port can follow.
const ENDS_WITH_HOST = /(?:\\\.[a-z]{2,}|\/localhost)$/i;
const ENDS_WITH_PORT = /:(?:\d+|\\d\+|\[0-9\]\+)$/;
const BEGINS_WITH_SCHEME = /^https?\??:(?:\\\/|\/){2}/;

function correct({ source, flags }: RegExp): RegExp | undefined {
  const keptFlags = flags.replace(/[gym]/g, '');
  const pattern = parseExpression(source, flags);
  const [only, other] = pattern === undefined ? [] : readAnchoring(pattern);
  // With m, ^ and $ match at lines. One of several alternatives may be intentionally loose.
  if (only === undefined || other !== undefined) return compile(source, keptFlags);
  const start = only.start ? '' : BEGINS_WITH_SCHEME.test(source) ? '^' : undefined;
  const end = only.end ? '' : endOf(source);
  return start === undefined || end === undefined ? undefined : compile(start + source + end, keptFlags);
}

function endOf(source: string): string | undefined {
  if (ENDS_WITH_PORT.test(source)) return '$';
  return ENDS_WITH_HOST.test(source) ? '(?::\\d+)?$' : undefined;
}

function compile(source: string, flags: string): RegExp {
  return new RegExp(source, flags);
}

function drop(sentence: string): Translated {
  return { notes: [{ sentence }] };
}
