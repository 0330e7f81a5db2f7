import {
  corsUnsafeRequestHeaderNames,
  isCorsSafelistedRequestHeader,
  isForbiddenRequestHeader,
} from '../../fetch/index.js';
import type { FlowQuestion } from '../messages.js';
import { combinedHeaders } from './flow-question.js';

/** What the script sets, without what a browser keeps for itself. */
export function sentHeaders(headers: FlowQuestion['headers']): [name: string, value: string][] {
  return Object.entries(combinedHeaders(headers)).filter(
    ([name, value]) => !isForbiddenRequestHeader(name, value),
  );
}

/** The names that a preflight asks for. */
export function unsafeNames(headers: FlowQuestion['headers']): string[] {
  return corsUnsafeRequestHeaderNames(sentHeaders(headers), isCorsSafelistedRequestHeader);
}
