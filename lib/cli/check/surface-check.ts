import type { SurfaceRow } from '../surface/surface-row.js';
import { type AskableRow, askableRows } from './askable-rows.js';
import type { Deadline } from './deadline.js';
import type { Finding } from './finding.js';
import type { HostNetwork } from './host-network.js';
import type { NetworkFailure } from './network-failure.js';
import type { PageRequest } from './page-request.js';
import { RowChecker } from './row-check.js';
import type { Difference } from './row-comparisons.js';

/** The comparison of a row of a surface with the server. */
export interface CheckedRow {
  readonly row: SurfaceRow;
  readonly result: 'as declared' | 'differs' | 'not asked';
  /** The reason why the row was not checked. */
  readonly reason: string | undefined;
  readonly differences: readonly Difference[];
}

export interface SurfaceCheck {
  readonly rows: readonly CheckedRow[];
  readonly findings: readonly Finding[];
}

/** The number of rows that are checked at the same time. */
const AT_ONCE = 4;
/** After so many rows without a response, the check stops. */
const MOST_FAILURES = 3;

/** Compares a server with the rows of its surface. */
export async function checkSurface(
  rows: readonly SurfaceRow[],
  page: PageRequest,
  network: HostNetwork,
  deadline: Deadline,
  { preflightOnly, onlyMethod }: { readonly preflightOnly: boolean; readonly onlyMethod: string | undefined },
): Promise<SurfaceCheck> {
  const checker = new RowChecker(page, network, preflightOnly);
  const left = askableRows(rows, page.url, onlyMethod).map((each, at) => ({ each, at }));
  const checked = new Map<number, CheckedRow>();
  const findings: Finding[] = [];
  const failures: NetworkFailure[] = [];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const { each, at } = next;
      checked.set(at, await checkOne(each));
    }
  };

  async function checkOne(each: AskableRow): Promise<CheckedRow> {
    if ('whyNot' in each) return notAsked(each.row, each.whyNot);
    if (failures.length >= MOST_FAILURES) return notAsked(each.row, 'the server does not answer');
    if (deadline.remaining === 0) {
      findings.push(OUT_OF_TIME);
      return notAsked(each.row, 'the check ran out of time');
    }
    const { differences, findings: found, failure } = await checker.check(each);
    findings.push(...found);
    if (failure === undefined)
      return {
        row: each.row,
        result: differences.length > 0 ? 'differs' : 'as declared',
        reason: undefined,
        differences,
      };
    failures.push(failure);
    return notAsked(each.row, failure.what);
  }

  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const all = [...checked].sort(([a], [b]) => a - b).map(([, row]) => row);
  const [failure] = failures;
  return {
    rows: all,
    findings: distinct([
      ...(failure === undefined ? [] : [networkFinding(failure)]),
      ...findings,
      ...differenceFinding(all),
    ]),
  };
}

function notAsked(row: SurfaceRow, reason: string): CheckedRow {
  return { row, result: 'not asked', reason, differences: [] };
}

const OUT_OF_TIME: Finding = {
  code: 'deadline',
  who: 'network',
  what: 'The server was too slow to check all rows.',
  change: 'Check the rows of one method at a time, with --method.',
  blocks: false,
};

function networkFinding({ code, what, change }: NetworkFailure): Finding {
  return { code: code === 'not-sent' ? 'other' : code, who: 'network', what, change, blocks: true };
}

function differenceFinding(rows: readonly CheckedRow[]): Finding[] {
  const differing = rows.filter(({ result }) => result === 'differs');
  if (differing.length === 0) return [];
  const wider = differing.filter(({ differences }) => differences.some(each => each.wider)).length;
  return [
    {
      code: 'differs-from-surface',
      who: 'server',
      what: `${differing.length} of ${rows.filter(({ result }) => result !== 'not asked').length} rows differ from the surface. The server allows more in ${wider} of them.`,
      change:
        'Check whether another version of the application runs there, and whether something in front of it sets or removes headers.',
      blocks: false,
    },
  ];
}

function distinct(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ code }, at) => findings.findIndex(other => other.code === code) === at);
}
