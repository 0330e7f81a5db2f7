import { runInNewContext } from 'node:vm';
import { checkModuleOptions, checkPolicyOptions } from './index.js';

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

class Configuration {
  origin = '*';
}

const NO_PLAIN_OBJECTS: [value: unknown, shown: RegExp][] = [
  [undefined, /^undefined is not a plain object/],
  [null, /^null is not a plain object/],
  ['partners', /^'partners' is not a plain object/],
  [false, /^false is not a plain object/],
  [[], /^an empty list is not a plain object/],
  [[{ origin: '*' }], /^a list is not a plain object/],
  [() => ({}), /^a function is not a plain object/],
  [new Configuration(), /^an instance of a class is not a plain object/],
  [new Map(), /^an instance of a class is not a plain object/],
  [Promise.resolve({}), /^an instance of a class is not a plain object/],
  [/^a$/, /^\/\^a\$\/ is not a plain object/],
];

describe('options are plain objects', () => {
  it.each(NO_PLAIN_OBJECTS)('%p is an error', (options, shown) => {
    const problem = { field: 'options', value: options, reason: matching(shown) };
    expect(checkPolicyOptions(options)).toEqual([
      { ...problem, suggestion: matching(/^write an object such as \{ origin/) },
    ]);
    expect(checkModuleOptions(options)).toEqual([
      { ...problem, suggestion: matching(/^write an object such as \{ defaults/) },
    ]);
  });

  it('of another realm too', () => {
    expect(checkPolicyOptions(runInNewContext("({ origin: '*' })"))).toEqual([]);
    expect(checkModuleOptions(runInNewContext('({ defaults: {} })'))).toEqual([]);
  });
});

const UNKNOWN_FIELDS: [name: string, suggestion: RegExp][] = [
  ['orign', /^write origin$/],
  ['Origin', /^write origin$/],
  ['origins', /^write origin$/],
  ['allowedOrigins', /^write origin$/],
  ['allowOrigin', /^write origin$/],
  ['allowOrigins', /^write origin$/],
  ['allowedOrigin', /^write origin$/],
  ['Access-Control-Allow-Origin', /^write origin$/],
  ['method', /^write methods$/],
  ['allowMethods', /^write methods$/],
  ['allowedMethods', /^write methods$/],
  ['headers', /^write allowedHeaders$/],
  ['allowHeaders', /^write allowedHeaders$/],
  ['allowedHeader', /^write allowedHeaders$/],
  ['access-control-allow-headers', /^write allowedHeaders$/],
  ['exposeHeaders', /^write exposedHeaders$/],
  ['credential', /^write credentials$/],
  ['allowCredentials', /^write credentials$/],
  ['supports_credentials', /^write credentials$/],
  ['maxage', /^write maxAge$/],
  ['max_age', /^write maxAge$/],
  ['Access-Control-Max-Age', /^write maxAge$/],
  ['optionSuccessStatus', /^write optionsSuccessStatus$/],
  ['enforced', /^write enforce$/],
  ['resourcepolicy', /^write resourcePolicy$/],
  ['crossOriginResourcePolicy', /^write resourcePolicy$/],
  ['Cross-Origin-Resource-Policy', /^write resourcePolicy$/],
  ['dangerous', /^write dangerously$/],
  ['allowNullOrigin', /^write it as dangerously: \{ allowNullOrigin: … \}$/],
  ['allowInsecureOrigin', /^write it as dangerously: \{ allowInsecureOrigins: … \}$/],
  ['allowCrossOriginResources', /^write it as dangerously: \{ allowCrossOriginResource: … \}$/],
  ['debug', /^write debug in the options of CorsModule/],
  ['policies', /^write policies in the options of CorsModule/],
  ['strictPreflight', /^leave it out; the options are origin, methods, .* dangerously$/],
  ['', /^leave it out/],
  ['toString', /^leave it out/],
  ['constructor', /^leave it out/],
  ['maxAccessControlAge', /^leave it out/],
  ['wxyzredentials', /^leave it out/],
  ['x'.repeat(500), /^leave it out/],
];

const UNKNOWN_MODULE_OPTIONS: [name: string, suggestion: RegExp][] = [
  ['default', /^write defaults$/],
  ['Defaults', /^write defaults$/],
  ['policy', /^write policies$/],
  ['polices', /^write policies$/],
  ['debugs', /^write debug$/],
  ['interceptors', /^write interceptor$/],
  ['origin', /^write it as defaults: \{ origin: … \}$/],
  ['allowedOrigins', /^write it as defaults: \{ origin: … \}$/],
  ['credentials', /^write it as defaults: \{ credentials: … \}$/],
  [
    'isGlobal',
    /^leave it out; the options are defaults, policies, paths, debug, interceptor, originTimeout, ownOrigins$/,
  ],
  ['hasOwnProperty', /^leave it out/],
];

describe('a typo must not pass', () => {
  it.each(UNKNOWN_FIELDS)('%s is no policy option', (name, suggestion) => {
    expect(checkPolicyOptions({ [name]: true })).toEqual([
      {
        field: name,
        value: true,
        reason: matching(/^there is no policy option '/),
        suggestion: matching(suggestion),
      },
    ]);
  });

  it.each(UNKNOWN_MODULE_OPTIONS)('%s is no module option', (name, suggestion) => {
    expect(checkModuleOptions({ [name]: 1 })).toEqual([
      {
        field: name,
        value: 1,
        reason: matching(/^there is no module option '/),
        suggestion: matching(suggestion),
      },
    ]);
  });

  it('not even with the value undefined, nor as __proto__', () => {
    expect(checkPolicyOptions({ orign: undefined })).toHaveLength(1);
    expect(checkPolicyOptions(JSON.parse('{ "__proto__": { "origin": "*" } }'))).toEqual([
      expect.objectContaining({ field: '__proto__', value: { origin: '*' } }),
    ]);
  });

  it.each(['preflightContinue', 'preflightcontinue'])('%s is an error that says why', name => {
    const problem = {
      field: name,
      value: false,
      reason: matching(/before any handler runs/),
      suggestion: matching(/^leave preflightContinue out; .* not preflights still reach your handlers/),
    };
    expect(checkPolicyOptions({ [name]: false })).toEqual([problem]);
    expect(checkModuleOptions({ [name]: false })).toEqual([problem]);
  });
});
