import type { AbstractHttpAdapter } from '@nestjs/core';

/** What is used of Nest's `HttpAdapterHost`. */
export interface AdapterHost {
  httpAdapter?: AbstractHttpAdapter | null;
}

type Install = (adapter: AbstractHttpAdapter) => void;

const installed = new WeakMap<AdapterHost, WeakSet<AbstractHttpAdapter>>();

/**
 * Learns of each HTTP adapter of an application, as soon as there is one, and of each once: `NestFactory.create()` has it before providers are
 * made, and a `TestingModule` gets another one for each application that is created from it. A builder that compiles its module again has
 * providers made anew, while the host still has the adapter of the application before.
 */
export function onAdapter(host: AdapterHost, install: Install): void {
  const known = installed.get(host) ?? new WeakSet();
  installed.set(host, known);
  const installOnce = (adapter: AbstractHttpAdapter | null | undefined): void => {
    if (!adapter || known.has(adapter)) return;
    known.add(adapter);
    install(adapter);
  };
  installOnce(host.httpAdapter);
  const accessor = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(host), 'httpAdapter');
  Object.defineProperty(host, 'httpAdapter', {
    configurable: true,
    get: () => accessor?.get?.call(host) as unknown,
    set: (adapter: AbstractHttpAdapter | null | undefined) => {
      accessor?.set?.call(host, adapter);
      installOnce(adapter);
    },
  });
}
