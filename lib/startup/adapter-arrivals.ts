import type { AbstractHttpAdapter } from '@nestjs/core';

/** The members of Nest's `HttpAdapterHost` that this file uses. */
export interface AdapterHost {
  httpAdapter?: AbstractHttpAdapter | null;
}

type Install = (adapter: AbstractHttpAdapter) => void;

const installed = new WeakMap<AdapterHost, WeakSet<AbstractHttpAdapter>>();

/**
 * Calls a function once for each HTTP adapter of an application, as soon as there is one.
 * `NestFactory.create()` sets the adapter before it creates the providers. A `TestingModule` gets
 * another adapter for each application that is created from it. If a builder compiles its module
 * again, Nest creates the providers again, and the host still has the adapter of the former
 * application.
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
