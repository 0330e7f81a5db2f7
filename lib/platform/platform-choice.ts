import type { AbstractHttpAdapter, ApplicationConfig } from '@nestjs/core';
import type { CorsDecisions } from './cors-decisions.js';
import type { CorsStateHolder } from './cors-state.js';
import { type ExpressAdapter, isExpressInstance } from './express/express-instance.js';
import { ExpressPlatform } from './express/express-platform.js';
import { type FastifyAdapter, isFastifyInstance } from './fastify/fastify-instance.js';
import { FastifyPlatform } from './fastify/fastify-platform.js';
import type { HttpPlatform } from './http-platform.js';
import { OptionsRouteHandler } from './portable/options-route-handler.js';
import { PortablePlatform } from './portable/portable-platform.js';

/** Whether the interceptor serves, rather than the platform itself. */
export type InterceptorMode = 'auto' | 'always';

/** Reads the mode from the module's options, which start-up has not checked yet. */
export function interceptorMode(
  options: { readonly interceptor?: InterceptorMode } | undefined | null,
): InterceptorMode {
  return options?.interceptor === 'always' ? 'always' : 'auto';
}

/** What the platforms share. */
export interface PlatformParts {
  readonly config: ApplicationConfig;
  readonly holder: CorsStateHolder;
  readonly decisions: CorsDecisions;
}

/** Whether a platform decides by itself, so that the interceptor is left out. */
export function decidesItself(adapter: AbstractHttpAdapter, mode: InterceptorMode): boolean {
  return mode === 'auto' && (isExpress(adapter) || isFastify(adapter));
}

/** The way in which the module serves an HTTP adapter. */
export function choosePlatform(
  adapter: AbstractHttpAdapter,
  mode: InterceptorMode,
  parts: PlatformParts,
): HttpPlatform {
  const { config, holder, decisions } = parts;
  const instance: unknown = adapter.getInstance();
  if (mode === 'auto') {
    if (isExpressInstance(instance) && isExpress(adapter))
      return new ExpressPlatform(instance, adapter, config, holder, decisions);
    if (isFastifyInstance(instance) && isFastify(adapter)) {
      return new FastifyPlatform(instance, adapter, holder, decisions);
    }
  }
  return new PortablePlatform(adapter, holder, new OptionsRouteHandler(adapter, holder, decisions));
}

function isExpress(adapter: AbstractHttpAdapter): adapter is AbstractHttpAdapter & ExpressAdapter {
  return 'setOnRequestHook' in adapter && isExpressInstance(adapter.getInstance());
}

function isFastify(adapter: AbstractHttpAdapter): adapter is AbstractHttpAdapter & FastifyAdapter {
  return 'setOnRequestHook' in adapter && isFastifyInstance(adapter.getInstance());
}
