import {
  corsUnsafeRequestHeaderNames,
  isCorsSafelistedRequestHeader,
  isForbiddenRequestHeader,
} from '../../fetch/index.js';
import type { FlowQuestion } from '../messages.js';
import { combinedHeaders } from './flow-question.js';

/** The headers that the script sets, without forbidden names. */
export function sentHeaders(headers: FlowQuestion['headers']): [name: string, value: string][] {
  return Object.entries(combinedHeaders(headers)).filter(
    ([name, value]) => !isForbiddenRequestHeader(name, value),
  );
}

/** The names in `Access-Control-Request-Headers`. */
export function unsafeNames(headers: FlowQuestion['headers']): string[] {
  return corsUnsafeRequestHeaderNames(sentHeaders(headers), isCorsSafelistedRequestHeader);
}
