import { routerConfig } from './fastify-router-config.js';

const DEFAULTS = {
  caseSensitive: true,
  ignoreTrailingSlash: false,
  ignoreDuplicateSlashes: false,
  useSemicolonDelimiter: false,
  maxParamLength: 100,
};

test.each<[title: string, config: Parameters<typeof routerConfig>[0], unlikeDefaults: object]>([
  ['nothing', {}, {}],
  ['both places filled with the defaults', { ...DEFAULTS, routerOptions: DEFAULTS }, {}],
  ['routerOptions', { ...DEFAULTS, routerOptions: { caseSensitive: false } }, { caseSensitive: false }],
  [
    'the top level',
    { useSemicolonDelimiter: true, routerOptions: DEFAULTS },
    { useSemicolonDelimiter: true },
  ],
  ['both places', { maxParamLength: 7, routerOptions: { maxParamLength: 9 } }, { maxParamLength: 9 }],
  ['no limit, which is the default one', { maxParamLength: 0 }, {}],
])('reads the values that differ from the defaults in %s', (_title, config, unlikeDefaults) => {
  expect(routerConfig(config)).toEqual({ ...DEFAULTS, ...unlikeDefaults });
});
