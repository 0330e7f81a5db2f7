import type { AbstractHttpAdapter } from '@nestjs/core';

/**
 * Keeps `app.enableCors()` and the `cors` option from answering beside the module: two of them would contradict each other in one response.
 *
 * @param warn called once, when the application asks for it
 */
export function guardEnableCors(adapter: AbstractHttpAdapter, warn: () => void): void {
  let warned = false;
  Object.defineProperty(adapter, 'enableCors', {
    configurable: true,
    writable: true,
    value: () => {
      if (!warned) warn();
      warned = true;
    },
  });
}
