import { parseArgs } from 'node:util';

export type PlatformName = 'express' | 'fastify';

/** What `nestjs-cors-policy routes` was asked for. */
export interface RoutesCommand {
  readonly file: string;
  /** The export that is the root module. */
  readonly exportName: string | undefined;
  /** A file with a function that does to the application what `main.ts` does. */
  readonly setup: string | undefined;
  readonly platform: PlatformName | undefined;
  readonly json: boolean;
}

/** A wrong command line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const HELP = `Usage: nestjs-cors-policy routes <module file> [options]

Prints what an application opens to other origins: every route with its CORS policy. The application starts, but does not listen.

  <module file>              compiled JavaScript, ESM or CommonJS, that exports the root module
  --export <name>            the export that is the root module; else the default export, AppModule, or the only module
  --setup <file>             a file whose default export, or export "setup", gets the application before it starts:
                             for what main.ts sets, such as a global prefix or versioning
  --platform <name>          express or fastify; else the one that is installed, Express where both are
  --json                     as JSON, the same as CorsService.routes()
  -h, --help                 this text

Exit codes: 0 printed; 1 the application does not start, with the reasons on stderr; 2 wrong usage.
`;

/**
 * Reads the arguments behind the program's name.
 *
 * @returns `help` where that is asked for
 * @throws {UsageError}
 */
export function readCommandLine(args: readonly string[]): RoutesCommand | 'help' {
  const { values, positionals } = parse(args);
  if (values.help === true) return 'help';
  const [command, file, ...others] = positionals;
  if (command === undefined) throw new UsageError('No command.');
  if (command !== 'routes') throw new UsageError(`Unknown command '${command}'.`);
  if (file === undefined) throw new UsageError('No module file.');
  if (others.length > 0) throw new UsageError(`One module file, and not '${others.join(' ')}' too.`);
  const { platform } = values;
  if (platform !== undefined && platform !== 'express' && platform !== 'fastify') {
    throw new UsageError(`--platform is express or fastify, not '${platform}'.`);
  }
  return { file, exportName: values.export, setup: values.setup, platform, json: values.json === true };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        export: { type: 'string' },
        setup: { type: 'string' },
        platform: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
