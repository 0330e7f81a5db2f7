import { parseArgs } from 'node:util';
import type { ProfileName } from '../browser/index.js';
import { type PageRequest, pageRequest } from './check/page-request.js';
import type { NamedApplication } from './named-application.js';
import { UsageError } from './usage-error.js';

/** The command line of `nestjs-cors-policy routes`. */
export interface RoutesCommand {
  readonly command: 'routes';
  readonly application: NamedApplication;
  readonly output: 'table' | 'json' | 'markdown';
  /** Whether the table has the routes of the explorer. */
  readonly all: boolean;
  /** The file of an earlier surface to compare with. */
  readonly against: string | undefined;
}

/** The command line of `nestjs-cors-policy check`. */
export interface CheckCommand {
  readonly command: 'check';
  readonly request: PageRequest;
  readonly preflightOnly: boolean;
  /** The file of a surface that the server is compared with. */
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
  'all': { type: 'boolean' },
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
  'version': { type: 'boolean', short: 'v' },
} as const;

const OPTIONS_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['routes', ['export', 'setup', 'platform', 'all', 'against', 'markdown', 'json']],
  ['check', ['origin', 'method', 'header', 'credentials', 'preflight-only', 'surface', 'engine', 'json']],
]);

type Values = ReturnType<typeof parse>['values'];

/**
 * Reads the arguments after the program's name.
 *
 * @returns `help` or `version` if an option asks for it
 * @throws {UsageError}
 */
export function readCommandLine(args: readonly string[]): RoutesCommand | CheckCommand | 'help' | 'version' {
  const { values, positionals } = parse(args);
  if (values.help === true) return 'help';
  if (values.version === true) return 'version';
  const [command, target, ...others] = positionals;
  if (command === undefined) throw new UsageError('The command is missing: routes or check.');
  const known = OPTIONS_OF.get(command);
  if (known === undefined)
    throw new UsageError(`There is no command '${command}'. The commands are routes and check.`);
  const foreign = Object.keys(values).find(name => !known.includes(name));
  if (foreign !== undefined) throw new UsageError(`The command ${command} has no option --${foreign}.`);
  const what = command === 'check' ? 'URL' : 'module file';
  if (target === undefined) throw new UsageError(`The command ${command} needs a ${what}.`);
  if (others.length > 0)
    throw new UsageError(`The command ${command} takes one ${what}. Remove '${others.join(' ')}'.`);
  return command === 'check' ? readCheck(target, values) : readRoutes(target, values);
}

function readRoutes(file: string, values: Values): RoutesCommand {
  const { platform, against, all = false, markdown = false, json = false } = values;
  if (platform !== undefined && platform !== 'express' && platform !== 'fastify')
    throw new UsageError(`--platform must be express or fastify, not '${platform}'.`);
  if (markdown && against === undefined)
    throw new UsageError('--markdown prints a comparison: add --against.');
  if (json && against !== undefined)
    throw new UsageError('--json prints the surface and --against a comparison: use one of them.');
  if (all && (json || against !== undefined))
    throw new UsageError('--all is for the table. JSON and comparisons have every route.');
  return {
    command: 'routes',
    application: {
      file,
      exportName: values.export,
      setup: values.setup,
      platform,
      // The JSON is compared with earlier JSON, and places change with each edit.
      showsPlaces: !json && against === undefined,
    },
    output: markdown ? 'markdown' : json ? 'json' : 'table',
    all,
    against,
  };
}

function readCheck(url: string, values: Values): CheckCommand {
  const { origin, method, header = [], credentials = false, engine = 'standard', json = false } = values;
  if (origin === undefined)
    throw new UsageError('--origin is missing: the origin of the page, such as https://app.example.com.');
  if (!isProfile(engine))
    throw new UsageError(`--engine must be chromium, firefox or webkit, not '${engine}'.`);
  if (values.surface !== undefined && (values.engine !== undefined || credentials))
    throw new UsageError(
      '--surface compares headers, which do not depend on the engine or on cookies. Remove --engine and --credentials.',
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
