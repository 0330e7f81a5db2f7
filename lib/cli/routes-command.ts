import { changesMarkdown } from './against/changes-markdown.js';
import { changesTable } from './against/changes-table.js';
import { worstOf } from './against/direction.js';
import { surfaceChanges } from './against/surface-changes.js';
import type { RoutesCommand } from './command-line.js';
import { readSurface, surfaceRows } from './surface/read-surface.js';
import { askForSurface } from './surface-process.js';
import { surfaceTable } from './surface-table.js';
import { tableWidth } from './terminal/style.js';
import { UsageError } from './usage-error.js';

const DONE = 0;
const NOT_STARTED = 1;
const OPENS = 3;

/**
 * Prints the surface of an application, or how it differs from an earlier surface.
 *
 * @returns the exit code
 * @throws {UsageError}
 */
export async function runRoutes(command: RoutesCommand): Promise<number> {
  const earlier = command.against === undefined ? undefined : readSurface(command.against);
  const answer = await askForSurface(command.application);
  if (answer.kind === 'wrong-usage') throw new UsageError(answer.text);
  if (answer.kind === 'failure') {
    process.stderr.write(`${answer.text}\n`);
    return NOT_STARTED;
  }
  const { routes } = answer;
  if (earlier === undefined) {
    const asJson = command.output === 'json';
    const shown = { width: tableWidth(process.stdout), all: command.all };
    process.stdout.write(asJson ? `${JSON.stringify(routes, null, 2)}\n` : surfaceTable(routes, shown));
    return DONE;
  }
  const rows = surfaceRows(routes);
  if (rows === undefined)
    throw new TypeError(
      'The surface of the application has rows that this command does not know. Use the version of the application.',
    );
  const changes = surfaceChanges(earlier, rows);
  process.stdout.write(
    command.output === 'markdown'
      ? changesMarkdown(changes)
      : changesTable(changes, tableWidth(process.stdout)),
  );
  const worst = worstOf(changes);
  return worst === 'wider' || worst === 'unknown' ? OPENS : DONE;
}
