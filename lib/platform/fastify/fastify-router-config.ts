import type { FastifyInstance, FastifyRouterConfig } from './fastify-instance.js';

type RouterSettings = Required<FastifyRouterConfig>;

const DEFAULTS: RouterSettings = {
  caseSensitive: true,
  ignoreTrailingSlash: false,
  ignoreDuplicateSlashes: false,
  useSemicolonDelimiter: false,
  maxParamLength: 100,
};

/**
 * The settings that Fastify made its router with: those of `routerOptions`, or those that still stand at the top level. It fills in the
 * defaults of both, so what is unlike its default was asked for.
 */
export function routerConfig({ routerOptions, ...config }: FastifyInstance['initialConfig']): RouterSettings {
  const places: readonly Partial<RouterSettings>[] = [routerOptions ?? {}, config];
  const setting = <Name extends keyof RouterSettings>(name: Name): RouterSettings[Name] => {
    const asked = places
      .map(place => place[name])
      .find(value => value !== undefined && value !== DEFAULTS[name]);
    return asked ?? DEFAULTS[name];
  };
  return {
    caseSensitive: setting('caseSensitive'),
    ignoreTrailingSlash: setting('ignoreTrailingSlash'),
    ignoreDuplicateSlashes: setting('ignoreDuplicateSlashes'),
    useSemicolonDelimiter: setting('useSemicolonDelimiter'),
    // To the router, too, zero means the default.
    maxParamLength: setting('maxParamLength') || DEFAULTS.maxParamLength,
  };
}
