import type { AbstractHttpAdapter } from '@nestjs/core';
import { callingFile } from './calling-file.js';

/**
 * Keeps `app.enableCors()` and the `cors` option from answering beside the module: two of them would contradict each other in one response.
 *
 * @param warn called with each sentence once
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
  // The application's own call needs no search: it is in main.ts.
  if (caller === undefined || (caller.throughNest && !caller.isInPackage)) {
    return 'app.enableCors() or the cors option is in use beside CorsModule and does nothing, since CorsModule answers: remove it.';
  }
  return `${caller.path} calls enableCors(), which does nothing, since CorsModule answers: give the paths that it serves a policy, in paths of CorsModule.forRoot().`;
}
