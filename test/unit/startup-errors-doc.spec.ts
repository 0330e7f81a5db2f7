import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CorsConfigurationError } from 'nestjs-cors-policy';
import { checkEffectivePolicy, checkModuleOptions, checkPolicyOptions } from '../../lib/policy/index.js';
import { checkedRehearsal } from '../../lib/startup/checked-rehearsal.js';
import { isPlainObject } from '../../lib/policy/validation/value-kinds.js';
import { type ExampleRow, readPage, readProse } from '../support/documentation-page.js';
import { evaluate, evaluateDeclared, start } from '../support/run-example.js';
import { writtenTexts } from '../support/written-texts.js';

/** The messages of the code for an example. */
interface Finding {
  readonly reason: string;
  readonly suggestion: string;
}

type Check = (example: string, row: ExampleRow) => readonly Finding[] | Promise<readonly Finding[]>;

const page = readPage('docs/startup-errors.md');

/** The members of a list in a section. */
function wordsOf(section: string): readonly string[] {
  return readProse('docs/startup-errors.md')
    .filter(prose => prose.section === section && prose.line.startsWith('- '))
    .map(({ line }) => line.slice(2).replace(/\\([!-/:-@[-`{-~])/g, '$1'));
}

function blockOf(section: string, language = 'ts'): string {
  const block = page.blocks.find(each => each.section === section && each.language === language);
  if (block === undefined) throw new Error(`No ${language} block in ${section}`);
  return block.code;
}

async function problemsOfStart(code: string): Promise<CorsConfigurationError['problems']> {
  const { error } = await start(code);
  if (error instanceof CorsConfigurationError) return error.problems;
  expect(error).toBeUndefined();
  return [];
}

async function warningsOfStart(code: string): Promise<readonly Finding[]> {
  const { error, warnings } = await start(code);
  expect(error).toBeUndefined();
  return warnings.map(reason => ({ reason, suggestion: '' }));
}

const checkPolicy: Check = example => {
  const options = evaluate(`{ ${example} }`);
  return [...checkPolicyOptions(options), ...(isPlainObject(options) ? checkEffectivePolicy(options) : [])];
};

const checkModule: Check = example => checkModuleOptions(evaluate(`{ ${example} }`));

const checkImports: Check = example => problemsOfStart(`@Module({ ${example} }) class AppModule {}`);

const checkDecorator: Check = example =>
  problemsOfStart(`
    ${example}
    @Controller('orders')
    class OrdersController {
      @Get()
      list() {}
    }
    @Module({
      imports: [CorsModule.forRoot({ policies: { partners: { origin: 'https://partner.example' } } })],
      controllers: [OrdersController],
    })
    class AppModule {}
  `);

const checkPaths: Check = example =>
  problemsOfStart(`
    @CorsPolicy('open')
    @Controller('orders')
    class OrdersController {
      @Get()
      list() {}
    }
    @Module({
      imports: [CorsModule.forRoot({ policies: { open: { origin: '*' } }, ${example} })],
      controllers: [OrdersController],
    })
    class AppModule {}
  `);

const checkCall: Check = example => {
  try {
    evaluate(example);
    return [];
  } catch (error) {
    if (error instanceof CorsConfigurationError) return error.problems;
    throw error;
  }
};

const checkRehearsal: Check = example => {
  try {
    checkedRehearsal(evaluate(example));
    return [];
  } catch (error) {
    if (error instanceof CorsConfigurationError) return error.problems;
    throw error;
  }
};

/** The example is a line of the section's block. */
function exchangedLine(example: string, { section, right }: ExampleRow): string {
  const code = blockOf(section);
  expect(code).toContain(right);
  return code.replace(right, example);
}

const CHECKS: ReadonlyMap<string, Check> = new Map([
  ['Module options and imports', checkImports],
  ['Options of the module', checkModule],
  ['Options of a rehearsal', checkRehearsal],
  ['Unknown options of the module', checkModule],
  ['Keys and policies of paths', checkPaths],
  ['Named policies and decorator arguments', checkDecorator],
  ['Predicates and resolver classes', (example, row) => problemsOfStart(exchangedLine(example, row))],
  ['cachedOrigins()', checkCall],
  ['parseOrigins()', checkCall],
  ['Gateways', (example, row) => problemsOfStart(exchangedLine(example, row))],
  ['Warnings', (example, row) => warningsOfStart(exchangedLine(example, row))],
  ['Warnings about gateways', (example, row) => warningsOfStart(exchangedLine(example, row))],
]);

const check: Check = (example, row) => (CHECKS.get(row.section) ?? checkPolicy)(example, row);

const rows = page.rows.map((row): [name: string, row: ExampleRow] => [`${row.section}: ${row.title}`, row]);

const ADVICE = /Instead: (.*)\.$/;

/** The suggested value. The text of a warning contains it. */
function adviceOf({ reason, suggestion }: Finding): string {
  return suggestion === '' ? (ADVICE.exec(reason)?.[1] ?? '') : suggestion;
}

/** The example with other code in the place of its expression, if it has one. */
function pastedInto(example: string, code: string): string | undefined {
  const pasted = example.replace(/(?<=origin: )\/\S+\/(?= \})/, () => code);
  return pasted === example ? undefined : pasted;
}

/** Whether there is advice beside what is printed: some warnings are one sentence. */
function advises({ section, printed }: ExampleRow): boolean {
  return !section.startsWith('Warnings') || ADVICE.test(printed);
}

describe('the page of start-up errors tells the truth', () => {
  it.each(rows)('%s: the wrong one gives what the page says', async (_, row) => {
    const findings = await check(row.wrong, row);
    expect(findings.map(({ reason }) => reason)).toEqual([row.printed]);
  });

  it.each(rows)('%s: the right one causes no message', async (_, row) => {
    expect(await check(row.right, row)).toEqual([]);
  });

  it.each(rows.filter(([, row]) => advises(row)))(
    '%s: the right one is the suggested one, or one that the page describes',
    async (_, row) => {
      const words = wordsOf('Suggestions in words');
      const advice = (await check(row.wrong, row)).map(adviceOf);
      expect(advice).toHaveLength(1);
      for (const said of advice) {
        const code = /^write (.+?)(?:, or dangerously: .*)?$/.exec(said)?.[1];
        const pasted = code === undefined ? undefined : pastedInto(row.wrong, code);
        const isRight =
          code !== undefined &&
          (row.right.includes(code) || (pasted !== undefined && (await check(pasted, row)).length === 0));
        expect([...words, ...(isRight ? [said] : [])]).toContain(said);
      }
    },
  );

  it('the suggestions in words are those of the examples', async () => {
    const suggestions = new Set<string>();
    for (const [, row] of rows)
      for (const each of await check(row.wrong, row)) suggestions.add(adviceOf(each));
    expect(wordsOf('Suggestions in words').filter(words => !suggestions.has(words))).toEqual([]);
  });

  it('no example stands there twice', () => {
    const examples = page.rows.map(({ section, wrong }) => `${section}: ${wrong}`);
    expect(new Set(examples).size).toBe(examples.length);
  });

  it('the whole message is the one that the code prints', async () => {
    const section = 'How to read the message';
    const { error } = await start(blockOf(section));
    expect(error).toHaveProperty('message', blockOf(section, 'text'));
  });

  it('the fields are those of the error', async () => {
    const problems = await problemsOfStart(blockOf('How to read the message'));
    expect(problems[1]).toEqual(evaluateDeclared('problem', blockOf('The problems in a program')));
  });
});

const SOURCES = [
  'lib/policy/policy-declaration.ts',
  'lib/policy/parse-origins.ts',
  'lib/policy/rule-timeout.ts',
  'lib/caching/check-cached-origins.ts',
  'lib/decorators/module-reminder.filter.ts',
  ...['lib/policy/validation', 'lib/policy/validation/expressions', 'lib/startup'].flatMap(folder =>
    readdirSync(folder)
      .filter(name => /^[^.]+\.ts$/.test(name))
      .map(name => join(folder, name)),
  ),
];

describe('the page of start-up errors is complete', () => {
  // A suggestion is documented beside its reason, in the example of the right value. A value is
  // specific to the application.
  const texts = SOURCES.flatMap(path =>
    writtenTexts(path, ['suggestion', 'value']).map(({ shown, pattern }): [string, string, RegExp] => [
      path,
      shown,
      pattern,
    ]),
  );

  it.each(texts)('%s: "%s" is on it', (_path, _shown, pattern) => {
    expect(page.text).toMatch(pattern);
  });

  // A text that was not found in the sources would not be looked for on the page either.
  it.each(rows)('%s: its words were found in the sources', (_, { printed }) => {
    const telling = texts.filter(([, shown, pattern]) => shown !== '… is not …' && pattern.test(printed));
    expect(telling).not.toEqual([]);
  });
});
