import type { AbstractHttpAdapter } from '@nestjs/core';
import { type ExpressAdapter, isExpressInstance } from './express/express-instance.js';
import { ExpressPlatform } from './express/express-platform.js';
import { type FastifyAdapter, isFastifyInstance } from './fastify/fastify-instance.js';
import { FastifyPlatform } from './fastify/fastify-platform.js';
import type { HttpPlatform } from './http-platform.js';
import { OtherPlatform } from './other-platform.js';
import type { PlatformParts } from './platform-parts.js';
import { PortablePlatform } from './portable/portable-platform.js';

/** `always`: the interceptor serves requests instead of the platform. */
export type InterceptorMode = 'auto' | 'always';

/** Reads the mode from the module options before start-up has validated them. */
export function interceptorMode(
  options: { readonly interceptor?: InterceptorMode } | undefined | null,
): InterceptorMode {
  return options?.interceptor === 'always' ? 'always' : 'auto';
}

/** Chooses how the module serves an HTTP adapter. */
export function choosePlatform(
  adapter: AbstractHttpAdapter,
  mode: InterceptorMode,
  parts: PlatformParts,
): HttpPlatform {
  const instance: unknown = adapter.getInstance();
  if (mode === 'auto') {
    if (isExpressInstance(instance) && isExpress(adapter))
      return new ExpressPlatform(instance, adapter, parts);
    if (isFastifyInstance(instance) && isFastify(adapter))
      return new FastifyPlatform(instance, adapter, parts);
  }
  return mode === 'always' ? new PortablePlatform(adapter, parts) : new OtherPlatform(adapter, parts);
}

function isExpress(adapter: AbstractHttpAdapter): adapter is AbstractHttpAdapter & ExpressAdapter {
  return 'setOnRequestHook' in adapter && isExpressInstance(adapter.getInstance());
}

function isFastify(adapter: AbstractHttpAdapter): adapter is AbstractHttpAdapter & FastifyAdapter {
  return 'setOnRequestHook' in adapter && isFastifyInstance(adapter.getInstance());
}
