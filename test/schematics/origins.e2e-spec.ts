import { application, defaultsIn } from './support/application.js';
import { BuiltSchematics, type Files } from './support/built-schematics.js';

const schematics = new BuiltSchematics('origins');
beforeAll(() => {
  schematics.build();
});
afterAll(() => {
  schematics.remove();
});

interface Surroundings {
  readonly above?: string;
  readonly files?: Files;
  readonly lines?: string;
}

/** The defaults in one line, the comments apart. */
async function translate(options: string, { above = '', files = {}, lines = '' }: Surroundings = {}) {
  const { files: after, log } = await schematics.nestAdd({
    ...application(`${lines}app.enableCors(${options});`, { above }),
    ...files,
  });
  const module = after['src/app.module.ts'] ?? '';
  const text = defaultsIn(module);
  const isComment = (line: string): boolean => line.startsWith('//');
  return {
    main: after['src/main.ts'] ?? '',
    module,
    policy: text.filter(line => !isComment(line)).join(' '),
    comments: text
      .filter(isComment)
      .map(line => line.slice(2).trim())
      .join(' '),
    log: log.join('\n'),
  };
}

const READS = 'cors compared them byte for byte';
const CREDENTIALS = ', credentials: true';

describe('origins of the environment', () => {
  it.each([
    ['process.env.ORIGIN', 'parseOrigins(process.env.ORIGIN)'],
    ["process.env.ORIGINS?.split(',')", 'parseOrigins(process.env.ORIGINS)'],
    ["process.env.ORIGINS?.split(',') ?? []", 'parseOrigins(process.env.ORIGINS)'],
    ["process.env.ORIGINS!.split(',')", 'parseOrigins(process.env.ORIGINS, { required: true })'],
    [
      "(process.env['ORIGINS'] as string).split(', ')",
      "parseOrigins(process.env['ORIGINS'], { required: true })",
    ],
    [
      "process.env.ORIGINS?.split(',').map(o => o.trim()).filter(o => o !== '')",
      'parseOrigins(process.env.ORIGINS)',
    ],
    ['process.env.ORIGINS?.split(/[\\s,]+/).filter(Boolean)', 'parseOrigins(process.env.ORIGINS)'],
    [
      "(process.env.ORIGINS ?? 'https://a.example,https://b.example').split(',')",
      "parseOrigins(process.env.ORIGINS ?? 'https://a.example,https://b.example')",
    ],
    [
      "process.env.ORIGINS?.split(',') || ['https://a.example', 'https://b.example/']",
      "parseOrigins(process.env.ORIGINS ?? 'https://a.example, https://b.example')",
    ],
    [
      "process.env.ORIGINS ? process.env.ORIGINS.split(',') : ['https://a.example']",
      "parseOrigins(process.env.ORIGINS || 'https://a.example')",
    ],
    ["process.env.ORIGIN || '*'", "parseOrigins(process.env.ORIGIN || '*')"],
    [
      "process.env.ORIGINS?.split(',') ?? [/^https:\\/\\/pr-\\d\\.example$/]",
      'process.env.ORIGINS === undefined ? [/^https:\\/\\/pr-\\d\\.example$/] : parseOrigins(process.env.ORIGINS)',
    ],
    ['[process.env.ORIGIN]', 'parseOrigins(process.env.ORIGIN)'],
    [
      "['https://a.example', process.env.ORIGIN].filter(Boolean)",
      "parseOrigins(process.env.ORIGIN, { and: ['https://a.example'] })",
    ],
    [
      "[...(process.env.ORIGINS ?? '').split(','), /^https:\\/\\/pr-\\d\\.example$/]",
      'parseOrigins(process.env.ORIGINS, { and: [/^https:\\/\\/pr-\\d\\.example$/] })',
    ],
  ])('%s', async (origin, text) => {
    const { comments, log, policy } = await translate(`{ origin: ${origin} }`);

    expect(policy).toBe(`origin: ${text}, allowedHeaders: '*',`);
    expect(comments).toContain(READS);
    expect(log).toContain(READS);
  });

  it.each([
    [
      "process.env.ORIGINS?.split(',') ?? '*'",
      'parseOrigins(process.env.ORIGINS)',
      "'*' never works with credentials",
    ],
    ["process.env.ORIGINS?.split(',') ?? true", 'parseOrigins(process.env.ORIGINS)', 'cannot be said here'],
  ])('%s with credentials leaves the rest out', async (origin, text, comment) => {
    const { comments, policy } = await translate(`{ origin: ${origin}${CREDENTIALS} }`);

    expect(policy).toContain(`origin: ${text},`);
    expect(comments).toContain(comment);
  });

  it.each([
    ["process.env.ORIGINS?.split(';')"],
    ["process.env.ORIGINS?.split(',').map(o => o.replace('x', 'y'))"],
    ['JSON.parse(process.env.ORIGINS)'],
  ])('%s is no text that parseOrigins() reads', async origin => {
    expect((await translate(`{ origin: ${origin} }`)).policy).not.toContain('parseOrigins(');
  });
});

describe('a value that the code changes is not known', () => {
  it.each([
    [
      "const origins = ['https://a.example'];\n  if (a) origins.push('https://b.example');",
      '{ origin: origins }',
    ],
    ["const options = { origin: '*' };\n  if (a) options.origin = 'https://a.example';", 'options'],
    ["const options = { origin: '*' };\n  Object.assign(options, more);", 'options'],
    ["const allowed = new Set<string>();\n  allowed.add('https://a.example');", '{ origin: [...allowed] }'],
  ])('%s', async (lines, options) => {
    const { comments, policy } = await translate(options, { lines: `${lines}\n  ` });

    expect(policy).toMatch(/^origin: false,/);
    expect(comments).toMatch(/could not be read|needs what only that file has/);
  });
});

describe('values from the application', () => {
  const CONFIG = "import { ConfigService } from '@nestjs/config';\n";
  const INJECTED = 'const config = app.get(ConfigService);\n  ';

  it.each([
    ["config.get('ORIGINS')", "parseOrigins(config.get<string>('ORIGINS'))"],
    ["config.get<string>('cors.origins')", "parseOrigins(config.get<string>('cors.origins'))"],
    [
      "config.get('cors.origins').split(',')",
      "parseOrigins(config.get<string>('cors.origins'), { required: true })",
    ],
    ["config.getOrThrow('ORIGINS').split(',')", "parseOrigins(config.getOrThrow<string>('ORIGINS'))"],
    [
      "config.get('ORIGIN', 'https://a.example/')",
      "parseOrigins(config.get<string>('ORIGIN', 'https://a.example'))",
    ],
    [
      "config.get('ORIGIN') || 'https://a.example'",
      "parseOrigins(config.get<string>('ORIGIN') || 'https://a.example')",
    ],
    ["config.get<string[]>('cors.origins')", "config.get<string[]>('cors.origins')"],
    ["config.get('cors.origins')", "config.get('cors.origins')"],
    [
      "['https://a.example', config.get('ORIGIN')]",
      "parseOrigins(config.get<string>('ORIGIN'), { and: ['https://a.example'] })",
    ],
  ])('%s', async (origin, text) => {
    const { main, module, policy } = await translate(`{ origin: ${origin} }`, {
      above: CONFIG,
      lines: INJECTED,
    });

    expect(policy).toBe(`origin: ${text}, allowedHeaders: '*',`);
    expect(module.replace(/\s+/g, ' ')).toContain(
      'CorsModule.forRootAsync({ imports: [ConfigModule], inject: [ConfigService], useFactory: (config: ConfigService) => ({ defaults: {',
    );
    expect(module).toMatch(
      /import \{ (?:ConfigModule, ConfigService|ConfigService, ConfigModule) \} from '@nestjs\/config';/,
    );
    expect(main).not.toContain('config');
  });

  it('a provider of no module that exports it stays unknown', async () => {
    const { policy } = await translate('{ origin: app.get(Origins).list }', {
      above: "import { Origins } from './origins.js';\n",
      files: { 'src/origins.ts': 'export class Origins { list = []; }\n' },
    });

    expect(policy).toMatch(/^origin: false,/);
  });
});

describe('functions with a callback', () => {
  const LIST = "const allowed = ['https://a.example', 'https://b.example'];\n";
  const ERRORS = 'enforce: true,';

  it.each<[string, string, string?]>([
    ['(origin, callback) => callback(null, true)', "'*'"],
    ['(origin, callback) => callback(null, false)', 'false'],
    ['(origin, callback) => callback(null, allowed)', "['https://a.example', 'https://b.example']"],
    [
      '(origin, callback) => callback(null, allowed.includes(origin))',
      "['https://a.example', 'https://b.example']",
    ],
    [
      '(origin, callback) => callback(null, new Set(allowed).has(origin))',
      "['https://a.example', 'https://b.example']",
    ],
    [
      '(o, done) => { done(null, !o || allowed.some(one => one === o)); }',
      "['https://a.example', 'https://b.example']",
    ],
    [
      "(origin, callback) => { if (allowed.indexOf(origin) === -1 && origin) { callback(new Error('no')); } else { callback(null, true); } }",
      'origin => !(allowed.indexOf(origin) === -1)',
      ERRORS,
    ],
    [
      "(origin, callback) => { let ok = false; if (origin === 'https://a.example') { ok = true; } callback(null, ok); }",
      "'https://a.example'",
    ],
    [
      '(origin, callback) => { if (!origin) { return callback(null, true); } if (/^https:\\/\\/pr-\\d\\.example$/.test(origin)) { return callback(null, true); } console.warn(origin); return callback(null, false); }',
      '/^https:\\/\\/pr-\\d\\.example$/',
    ],
    [
      "(origin, callback) => callback(null, origin === 'https://c.example' || allowed.includes(origin))",
      "['https://c.example', 'https://a.example', 'https://b.example']",
    ],
    [
      "(origin, callback) => callback(null, process.env.OPEN === 'yes' || allowed.includes(origin))",
      "process.env.OPEN === 'yes' ? '*' : ['https://a.example', 'https://b.example']",
    ],
    [
      "(origin, callback) => callback(null, origin.endsWith('.example.com'))",
      "origin => origin.endsWith('.example.com')",
    ],
    [
      "function (origin, callback) { const { hostname } = new URL(origin); callback(null, hostname === 'a.example'); }",
      "origin => { const { hostname } = new URL(origin); return hostname === 'a.example'; }",
    ],
  ])('%s', async (callback, origin, more = '') => {
    const { policy } = await translate(`{ origin: ${callback} }`, { above: LIST });

    const written = policy.replace("const allowed = ['https://a.example', 'https://b.example'];", '');
    const expected = origin.replace('allowed.indexOf', "['https://a.example', 'https://b.example'].indexOf");
    expect(written).toBe(`origin: ${expected}, allowedHeaders: '*',${more === '' ? '' : ` ${more}`}`);
  });

  it('says what an error for requests without an origin was', async () => {
    const { comments, policy } = await translate(
      "{ origin: (origin, callback) => { allowed.includes(origin) ? callback(null, true) : callback(new Error('no')); } }",
      { above: LIST },
    );

    expect(policy).toContain(ERRORS);
    expect(comments).toContain('requests without an Origin header got an error too');
  });

  it.each([
    ['(origin, callback) => callback(null, true)', 'cannot be said here'],
    ['(origin, callback) => ask(origin, callback)', 'this function could not be translated'],
    ['(origin, callback) => callback(null, lookUp(origin))', 'this function could not be translated'],
    [
      '(origin, callback) => { setTimeout(() => callback(null, true)); }',
      'this function could not be translated',
    ],
    [
      '(origin, callback) => { counted += 1; callback(null, isAllowed(origin)); }',
      'this function could not be translated',
    ],
  ])('%s with credentials is closed', async (callback, comment) => {
    const { comments, policy } = await translate(`{ origin: ${callback}${CREDENTIALS} }`);

    expect(policy).toMatch(/^origin: false,/);
    expect(comments).toContain(comment);
  });

  it.each([
    [
      'a promise',
      '(origin, callback) => { isAllowed(origin).then(allowed => callback(null, allowed)).catch(callback); }',
      'origin => { return isAllowed(origin).then(allowed => allowed); }',
    ],
    [
      'await in a block of its own',
      'async (origin, callback) => { try { callback(null, await isAllowed(origin)); } catch (error) { callback(error); } }',
      'async origin => { try { return await isAllowed(origin); } catch (error) { throw error; } }',
    ],
  ])('%s becomes a predicate', async (_what, callback, predicate) => {
    const { module, policy } = await translate(`{ origin: ${callback} }`, {
      above: "import { isAllowed } from './tenants.js';\n",
      files: {
        'src/tenants.ts':
          'export const isAllowed = async (origin: string): Promise<boolean> => origin !== "";\n',
      },
    });

    expect(policy).toContain(`origin: ${predicate},`);
    expect(module).toContain("import { isAllowed } from './tenants.js';");
  });
});
