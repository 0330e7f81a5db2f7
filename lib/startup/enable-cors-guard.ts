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
    return 'app.enableCors() or the cors option is in use, but has no effect with CorsModule. Remove it.';
  }
  return `${caller.path} calls enableCors(), which has no effect with CorsModule. Write policies for the paths that this file serves in the option paths of CorsModule.forRoot().`;
}
