import { checkJson } from './check/check-json.js';
import { checkReport } from './check/check-report.js';
import { Deadline } from './check/deadline.js';
import { verdictOf } from './check/findings.js';
import { HostNetwork } from './check/host-network.js';
import { notesOn } from './check/notes.js';
import { observe } from './check/observation.js';
import type { CheckCommand } from './command-line.js';
import { printableJson } from './terminal/printable.js';
import { type Style, styleFor } from './terminal/style.js';
import { readSurface } from './surface/read-surface.js';
import { checkSurface } from './check/surface-check.js';
import { surfaceJson, surfaceReport } from './check/surface-report.js';

const FINE = 0;
const WRONG = 1;
/** In milliseconds, for all requests about one URL. */
const LONGEST_CHECK = 30_000;
/** The same for all rows of a surface. */
const LONGEST_SURFACE_CHECK = 120_000;

/**
 * Asks a server as a page would, and prints what is wrong.
 *
 * @returns the exit code
 * @throws {UsageError}
 */
export async function runCheck(command: CheckCommand): Promise<number> {
  const isFine =
    command.surface === undefined ? await checkUrl(command) : await checkRows(command, command.surface);
  return isFine ? FINE : WRONG;
}

async function checkUrl({ request, profile, preflightOnly, json }: CheckCommand): Promise<boolean> {
  const network = new HostNetwork(request.url.hostname, new Deadline(LONGEST_CHECK), preflightOnly);
  const seen = await observe(request, network, profile, preflightOnly);
  const verdict = verdictOf(seen);
  const notes = notesOn(seen);
  print(
    json,
    () => checkJson(seen, verdict, notes, network.log),
    style => checkReport(seen, verdict, notes, network.log, style),
  );
  return verdict.readable && verdict.findings.length === 0;
}

async function checkRows(
  { request, preflightOnly, onlyMethod, json }: CheckCommand,
  file: string,
): Promise<boolean> {
  const rows = readSurface(file);
  const deadline = new Deadline(LONGEST_SURFACE_CHECK);
  const network = new HostNetwork(request.url.hostname, deadline, preflightOnly);
  const check = await checkSurface(rows, request, network, deadline, { preflightOnly, onlyMethod });
  print(
    json,
    () => surfaceJson(request, check),
    style => surfaceReport(request, check, style),
  );
  return check.findings.length === 0;
}

function print(asJson: boolean, json: () => object, text: (style: Style) => string): void {
  process.stdout.write(asJson ? `${printableJson(json())}\n` : text(styleFor(process.stdout, process.env)));
}
