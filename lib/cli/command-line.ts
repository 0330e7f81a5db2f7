import { parseArgs } from 'node:util';
import type { ProfileName } from '../browser/index.js';
import { type PageRequest, pageRequest } from './check/page-request.js';
import type { NamedApplication } from './named-application.js';
import { UsageError } from './usage-error.js';

/** What `nestjs-cors-policy routes` was asked for. */
export interface RoutesCommand {
  readonly command: 'routes';
  readonly application: NamedApplication;
  readonly output: 'table' | 'json' | 'markdown';
  /** The file of an earlier surface to compare with. */
  readonly against: string | undefined;
}

/** What `nestjs-cors-policy check` was asked for. */
export interface CheckCommand {
  readonly command: 'check';
  readonly request: PageRequest;
  readonly preflightOnly: boolean;
  /** The file of a surface that the server is to have. */
  readonly surface: string | undefined;
  readonly profile: ProfileName;
  readonly json: boolean;
  /** The only method whose rows of a surface are compared. */
  readonly onlyMethod: string | undefined;
}

const OPTIONS = {
  'export': { type: 'string' },
  'setup': { type: 'string' },
  'platform': { type: 'string' },
  'against': { type: 'string' },
  'markdown': { type: 'boolean' },
  'origin': { type: 'string' },
  'method': { type: 'string' },
  'header': { type: 'string', multiple: true },
  'credentials': { type: 'boolean' },
  'preflight-only': { type: 'boolean' },
  'surface': { type: 'string' },
  'engine': { type: 'string' },
  'json': { type: 'boolean' },
  'help': { type: 'boolean', short: 'h' },
} as const;

const OPTIONS_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['routes', ['export', 'setup', 'platform', 'against', 'markdown', 'json']],
  ['check', ['origin', 'method', 'header', 'credentials', 'preflight-only', 'surface', 'engine', 'json']],
]);

type Values = ReturnType<typeof parse>['values'];

/**
 * Reads the arguments behind the program's name.
 *
 * @returns `help` where that is asked for
 * @throws {UsageError}
 */
export function readCommandLine(args: readonly string[]): RoutesCommand | CheckCommand | 'help' {
  const { values, positionals } = parse(args);
  if (values.help === true) return 'help';
  const [command, target, ...others] = positionals;
  if (command === undefined) throw new UsageError('No command.');
  const known = OPTIONS_OF.get(command);
  if (known === undefined) throw new UsageError(`Unknown command '${command}'.`);
  const foreign = Object.keys(values).find(name => !known.includes(name));
  if (foreign !== undefined) throw new UsageError(`${command} has no option --${foreign}.`);
  const what = command === 'check' ? 'URL' : 'module file';
  if (target === undefined) throw new UsageError(`No ${what}.`);
  if (others.length > 0) throw new UsageError(`One ${what}, and not '${others.join(' ')}' too.`);
  return command === 'check' ? readCheck(target, values) : readRoutes(target, values);
}

function readRoutes(file: string, values: Values): RoutesCommand {
  const { platform, against, markdown = false, json = false } = values;
  if (platform !== undefined && platform !== 'express' && platform !== 'fastify')
    throw new UsageError(`--platform is express or fastify, not '${platform}'.`);
  if (markdown && against === undefined) throw new UsageError('--markdown is for --against.');
  if (json && against !== undefined)
    throw new UsageError('--json prints the surface, and --against a comparison: say one of them.');
  return {
    command: 'routes',
    application: { file, exportName: values.export, setup: values.setup, platform },
    output: markdown ? 'markdown' : json ? 'json' : 'table',
    against,
  };
}

function readCheck(url: string, values: Values): CheckCommand {
  const { origin, method, header = [], credentials = false, engine = 'standard', json = false } = values;
  if (origin === undefined)
    throw new UsageError('--origin says whose page asks, such as https://app.example.com.');
  if (!isProfile(engine)) throw new UsageError(`--engine is chromium, firefox or webkit, not '${engine}'.`);
  if (values.surface !== undefined && (values.engine !== undefined || credentials))
    throw new UsageError(
      '--surface compares headers, which are the same for every engine and with cookies: say one of them.',
    );
  return {
    command: 'check',
    request: pageRequest(url, { origin, method, headers: header, credentials }),
    preflightOnly: values['preflight-only'] === true,
    surface: values.surface,
    profile: engine,
    json,
    onlyMethod: method?.toUpperCase(),
  };
}

function isProfile(engine: string): engine is ProfileName {
  return ['standard', 'chromium', 'firefox', 'webkit'].includes(engine);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
