import { execFile } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type PackedPackage, pack, projectWith } from './support/installed-package.js';

const PROGRAMS = resolve('test/package/programs');
const ANY_PLATFORM = /^(@nestjs\/platform-.*|@fastify\/.*|fastify|express|find-my-way|light-my-request)$/;
const ALL_BUT_EXPRESS = /^(@nestjs\/platform-fastify|@fastify\/.*|fastify|find-my-way|light-my-request)$/;
const ALL_BUT_FASTIFY = /^(@nestjs\/platform-express|express)$/;

/** Of the application and of the explorer, which are in it by different copies of the package. */
const HANDLERS = ['CatsController.find', 'CatsController.replace', 'CorsExplorerController.page'];

describe('The package in both module formats', () => {
  let packed: PackedPackage;

  beforeAll(() => {
    packed = pack();
  });

  afterAll(() => {
    packed.remove();
  });

  it('has the same exports in both, and loads no platform and no find-my-way', async () => {
    const names = (await run(projectWith(packed, ANY_PLATFORM), 'only-entries.mjs')) as Record<
      string,
      { imported: string[]; required: string[] }
    >;
    expect(Object.keys(names)).toHaveLength(3);
    for (const { imported, required } of Object.values(names)) {
      expect(imported.length).toBeGreaterThan(0);
      expect(required).toEqual(imported);
    }
  });

  it.each([
    { program: 'single.mjs', platform: 'express', without: ALL_BUT_EXPRESS },
    { program: 'single.mjs', platform: 'fastify', without: ALL_BUT_FASTIFY },
    { program: 'single.cjs', platform: 'express', without: ALL_BUT_EXPRESS },
    { program: 'single.cjs', platform: 'fastify', without: ALL_BUT_FASTIFY },
  ])('$program serves $platform where the other platform is not installed', async cell => {
    expectAnswers(await run(projectWith(packed, cell.without), cell.program, cell.platform));
  });

  it('has a command that starts the application of the project', async () => {
    const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: Record<string, string> };
    const command = join('node_modules/nestjs-cors-policy', bin['nestjs-cors-policy'] ?? '');
    const routes = await run(projectWith(packed), command, 'routes', 'app.module.mjs', '--json');
    expect(routes).toEqual(
      expect.arrayContaining([expect.objectContaining({ method: 'PUT', handler: 'CatsController.replace' })]),
    );
  });

  it.each([
    { module: 'import', decorators: 'require', explorer: 'require' },
    { module: 'require', decorators: 'import', explorer: 'import' },
  ])(
    'a process with both copies works: the module by $module, decorators and the service by $decorators, the explorer by $explorer',
    async ({ module, decorators, explorer }) => {
      const answers = await run(projectWith(packed), 'mixed.mjs', module, decorators, explorer);
      expect(answers).toMatchObject({ copies: 2, known: true });
      expectAnswers(answers);
    },
  );
});

function expectAnswers(answers: object): void {
  expect(answers).toMatchObject({
    actual: { status: 200, origin: 'https://app.example' },
    preflight: { status: 204, origin: 'https://partner.example', methods: 'PUT' },
    refused: { status: 403, origin: null },
    resolved: { status: 200, origin: 'https://resolved.example' },
    missing: { status: 404, origin: null },
    explorer: 200,
  });
  const { actual } = answers as { actual: { text: string } };
  expect(JSON.parse(actual.text)).toEqual(expect.arrayContaining(HANDLERS));
}

async function run(project: string, program: string, ...args: string[]): Promise<object> {
  cpSync(PROGRAMS, project, { recursive: true });
  const options = { cwd: project, env: { ...process.env, NODE_ENV: 'development', NODE_OPTIONS: '' } };
  const node = [join(project, program), ...args];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', ...node],
    options,
  );
  return JSON.parse(stdout) as object;
}
