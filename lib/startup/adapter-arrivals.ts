import type { AbstractHttpAdapter } from '@nestjs/core';

/** What is used of Nest's `HttpAdapterHost`. */
export interface AdapterHost {
  httpAdapter?: AbstractHttpAdapter | null;
}

/**
 * Learns of each HTTP adapter of an application, as soon as there is one: `NestFactory.create()` has it before providers are made, and a
 * `TestingModule` gets another one for each application that is created from it.
 */
export function onAdapter(host: AdapterHost, install: (adapter: AbstractHttpAdapter) => void): void {
  const { httpAdapter } = host;
  if (httpAdapter) install(httpAdapter);
  const accessor = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(host), 'httpAdapter');
  Object.defineProperty(host, 'httpAdapter', {
    configurable: true,
    get: () => accessor?.get?.call(host) as unknown,
    set: (adapter: AbstractHttpAdapter | null | undefined) => {
      accessor?.set?.call(host, adapter);
      if (adapter) install(adapter);
    },
  });
}
