import type { Files } from './built-schematics.js';

/** An application whose `main.ts` has the lines in its function. */
export function application(
  lines: string,
  { create = 'NestFactory.create(AppModule)', above = '', metadata = '{ imports: [CatsModule] }' } = {},
): Files {
  return {
    'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
${above}
async function bootstrap() {
  const app = await ${create};
${lines === '' ? '' : `  ${lines}\n`}  await app.listen(3000);
}
await bootstrap();
`,
    'src/app.module.ts': `import { Module } from '@nestjs/common';
import { CatsModule } from './cats.module.js';

@Module(${metadata})
export class AppModule {}
`,
  };
}

/** The lines between the braces of `defaults`, without their indentation. */
export function defaultsIn(text: string | undefined): string[] {
  const lines = (text ?? '').split('\n');
  const begin = lines.findIndex(line => /^\s*defaults: .*\{$/.test(line));
  if (begin === -1) return [];
  const indentation = /^\s*/.exec(lines[begin] ?? '')?.[0] ?? '';
  const end = lines.findIndex((line, index) => index > begin && line.startsWith(`${indentation}}`));
  return lines.slice(begin + 1, end).map(line => line.trim());
}
