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
 * The settings of Fastify's router. The application sets them in `routerOptions` or at the top
 * level. Fastify fills in both with defaults, so a value that differs from its default was set by
 * the application.
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
    // The router also reads zero as the default.
    maxParamLength: setting('maxParamLength') || DEFAULTS.maxParamLength,
  };
}
