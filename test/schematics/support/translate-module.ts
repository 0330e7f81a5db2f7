import { application } from './application.js';
import type { BuiltSchematics } from './built-schematics.js';

export const CORS = "import cors from 'cors';\n";
export const FASTIFY = { create: 'NestFactory.create(AppModule, new FastifyAdapter())' };
/** The output for `/public` if no other origin is allowed there. */
export const CLOSED = "'/public': false, '/public/*': false,";

/** The options of the module in one line without the comments, which are apart; and main.ts. */
export async function translateModule(
  schematics: BuiltSchematics,
  lines: string,
  surroundings: Parameters<typeof application>[1] = {},
) {
  const files = application(lines, { above: CORS, ...surroundings });
  const { files: after, log } = await schematics.nestAdd(files);
  const module = (after['src/app.module.ts'] ?? '').split('\n').map(line => line.trim());
  const isComment = (line: string): boolean => line.startsWith('//');
  const code = module.filter(line => !isComment(line)).join(' ');
  return {
    main: after['src/main.ts'] ?? '',
    options: /CorsModule\.forRoot(?:Async)?\((.*?)\)\] \}\)/s.exec(code)?.[1] ?? '',
    comments: module
      .filter(isComment)
      .map(line => line.slice(2).trim())
      .join(' '),
    log: log.filter(line => line.startsWith('warn')).join('\n'),
  };
}
