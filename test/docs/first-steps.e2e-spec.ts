import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PackedPackage, pack, projectWith } from '../package/support/installed-package.js';
import { program, runProgram, send, visitApplication } from '../schematics/support/running-application.js';
import { toldOf } from './support/ask.js';
import { blocksOfPage } from './support/pages.js';
import { readAnswer, readCurl } from './support/written-exchange.js';

const BLOCKS = blocksOfPage('README.md');

function find(language: string, words: string): string {
  const block = BLOCKS.find(each => each.language === language && each.code.includes(words));
  if (block === undefined) throw new Error(`README has no ${language} block with ${words}`);
  return block.code;
}

const SAMPLE = find('ts', 'export class AppModule');
const MAIN = find('ts', 'NestFactory.create(AppModule)');
const COMMANDS = find('sh', 'npm init').split('\n');
const EXCHANGE = { request: readCurl(find('sh', 'curl ')), response: readAnswer(find('text', 'HTTP/1.1')) };

/** The instructions of README for Fastify: an import, and the second argument of `create()`. */
const onFastify = (main: string): string =>
  `import { FastifyAdapter } from '@nestjs/platform-fastify';\n${main}`.replace(
    'create(AppModule)',
    'create(AppModule, new FastifyAdapter())',
  );

/** The first command of a line of README that begins with these words. */
function command(words: string): readonly string[] {
  const line = COMMANDS.find(each => each.startsWith(words));
  if (line === undefined) throw new Error(`README has no command ${words}`);
  return line.split(' ');
}

async function expectAnswers(project: string, main: string): Promise<void> {
  await visitApplication({ cwd: project, main }, async address => {
    const { request, response } = EXCHANGE;
    const ask = async (headers: Readonly<Record<string, string>>): Promise<object> => {
      const { status = 0, headers: sent } = await send(address, request, headers);
      const written = Object.entries(sent).map(([name, value]) => [name, value ?? '']);
      return toldOf({ status, headers: Object.fromEntries(written) as Record<string, string> }, response);
    };
    expect(await ask(request.headers)).toEqual(response);
    const refused = await ask({ ...request.headers, origin: 'https://other.example' });
    expect(refused).toEqual({ status: 403, headers: { vary: response.headers.vary } });
  });
}

describe('the first steps of README', () => {
  let packed: PackedPackage;

  beforeAll(() => {
    packed = pack();
  });
  afterAll(() => {
    packed.remove();
  });

  it('lead to the answer that it shows in an empty folder', async () => {
    const project = projectWith(packed);
    const [init = ''] = COMMANDS;
    execFileSync('sh', ['-c', `rm package.json && ${init}`], { cwd: project, stdio: 'pipe' });
    const [, tsc, ...flags] = command('npx tsc');
    expect(tsc).toBe('tsc');
    writeFileSync(join(project, 'app.module.ts'), SAMPLE);
    expect(MAIN).toContain('listen(3000)');
    const main = MAIN.replace('3000', 'process.env.PORT ?? 3000');
    writeFileSync(join(project, 'main.ts'), main);
    writeFileSync(join(project, 'on-fastify.ts'), onFastify(main));
    runProgram(project, program('typescript/bin/tsc'), flags);
    runProgram(project, program('typescript/bin/tsc'), []);
    await expectAnswers(project, 'main.js');
    await expectAnswers(project, 'on-fastify.js');
  }, 120_000);

  it('lead to it in a project of nest new', async () => {
    const project = join(mkdtempSync(join(packed.folder, 'new-')), 'shop');
    const flags = ['new', 'shop', '--skip-install', '--skip-git', '--package-manager', 'npm'];
    runProgram(join(project, '..'), program('@nestjs/cli/bin/nest.js'), flags);
    renameSync(join(projectWith(packed), 'node_modules'), join(project, 'node_modules'));
    writeFileSync(join(project, 'src/app.module.ts'), SAMPLE);
    const generated = readFileSync(join(project, 'src/main.ts'), 'utf8');
    expect(onFastify(generated)).toContain('new FastifyAdapter()');
    writeFileSync(join(project, 'src/on-fastify.ts'), onFastify(generated));
    runProgram(project, program('@nestjs/cli/bin/nest.js'), ['build']);
    await expectAnswers(project, 'dist/main.js');
    await expectAnswers(project, 'dist/on-fastify.js');
  }, 120_000);

  it('install what the package and the sample need', () => {
    const { peerDependencies, peerDependenciesMeta } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      peerDependencies: Record<string, string>;
      peerDependenciesMeta: Record<string, { optional?: boolean }>;
    };
    const required = Object.keys(peerDependencies).filter(name => !peerDependenciesMeta[name]?.optional);
    const imported = [...`${SAMPLE}\n${MAIN}`.matchAll(/from '([^.][^']*)'/g)].map(([, name = '']) => name);
    expect(required).not.toHaveLength(0);
    expect(imported).toContain('@nestjs/core');
    expect(command('npm install nestjs-cors-policy')).toEqual(
      expect.arrayContaining([...required, ...imported, '@nestjs/platform-express']),
    );
  });
});
