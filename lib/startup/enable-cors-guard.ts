import type { AbstractHttpAdapter } from '@nestjs/core';
import { callingFile } from './calling-file.js';

/**
 * Disables `app.enableCors()` and the `cors` option. Beside the module, they would put
 * contradicting headers on one response.
 *
 * @param warn called once with each sentence
 */
export function guardEnableCors(adapter: AbstractHttpAdapter, warn: (sentence: string) => void): void {
  const said = new Set<string>();
  const enableCors = (): void => {
    const sentence = sentenceFor(enableCors);
    if (!said.has(sentence)) warn(sentence);
    said.add(sentence);
  };
  Object.defineProperty(adapter, 'enableCors', { configurable: true, writable: true, value: enableCors });
}

function sentenceFor(enableCors: () => void): string {
  const caller = callingFile(enableCors);
  // A call of the application itself is in main.ts, so the warning does not name the file.
  if (caller === undefined || (caller.throughNest && !caller.isInPackage)) {
    return 'app.enableCors() or the cors option is in use beside CorsModule and does nothing, since CorsModule answers: remove it.';
  }
  return `${caller.path} calls enableCors(), which does nothing, since CorsModule answers: give the paths that it serves a policy, in paths of CorsModule.forRoot().`;
}
