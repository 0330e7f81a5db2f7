import { printable } from '../terminal/printable.js';
import { type Style, painted } from '../terminal/style.js';
import { wrapped } from '../terminal/wrapped.js';
import { nameOf } from '../surface/surface-row.js';
import { JSON_VERSION, findingJson } from './check-json.js';
import { findingLines } from './check-report.js';
import type { PageRequest } from './page-request.js';
import type { CheckedRow, SurfaceCheck } from './surface-check.js';

/** A comparison with a surface as text: findings, different rows, and rows not checked. */
export function surfaceReport(page: PageRequest, { rows, findings }: SurfaceCheck, style: Style): string {
  const of = (result: CheckedRow['result']) => rows.filter(row => row.result === result);
  const [differing, skipped] = [of('differs'), of('not asked')];
  const isFine = findings.length === 0;
  const lines = [
    isFine ? painted('✓ AS DECLARED', 'green', style) : painted('✗ NOT AS DECLARED', 'red', style),
    ...textLines(`${page.url.href}, for a page of ${page.origin}`, '  ', style),
    ...textLines(
      `${of('as declared').length} rows as declared, ${differing.length} not, ${skipped.length} not asked`,
      '  ',
      style,
    ),
    '',
    ...findingLines(findings, style),
    ...differing.flatMap(({ row, differences }) => [
      ...textLines(nameOf(row), '', style),
      ...differences.flatMap(({ what, wider }) => textLines(what, wider ? '  wider: ' : '  ', style)),
      '',
    ]),
    ...(skipped.length > 0 ? [painted('Not asked', 'bold', style)] : []),
    ...skipped.flatMap(({ row, reason }) => textLines(`${nameOf(row)}: ${reason ?? ''}`, '  ', style)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function textLines(text: string, indent: string, { width }: Style): string[] {
  return wrapped(printable(text, 600), width, indent);
}

/** A comparison with a surface as plain data. docs/command-line.md has the shape. */
export function surfaceJson(page: PageRequest, { rows, findings }: SurfaceCheck): object {
  return {
    version: JSON_VERSION,
    verdict: findings.length === 0 ? 'as declared' : 'differs',
    who: findings[0]?.who ?? null,
    findings: findings.map(findingJson),
    request: { url: page.url.href, origin: page.origin },
    rows: rows.map(({ row, result, reason, differences }) => ({
      kind: row.kind,
      method: row.method,
      path: row.path,
      handler: row.handler ?? null,
      result,
      reason: reason === undefined ? null : printable(reason, 600),
      differences: differences.map(({ what, wider }) => ({ what: printable(what, 600), wider })),
    })),
  };
}
