import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Compares the build that is there with the reports in a folder. */
function check(reports: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [resolve('packaging/api.mjs'), 'check', reports],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
  );
  return { status, output: stdout + stderr };
}

describe('The public surface', () => {
  it('is what the reports in api/ say: if a change is meant, run npm run api:update', () => {
    expect(check(resolve('api'))).toEqual({ status: 0, output: '' });
  });

  it('does not change unseen', () => {
    const reports = mkdtempSync(join(tmpdir(), 'nestjs-cors-policy-reports-'));
    try {
      cpSync(resolve('api'), reports, { recursive: true });
      const file = join(reports, 'explorer.api.md');
      const report = readFileSync(file, 'utf8');
      const older = report.replace('path?: string;', 'path?: number;');
      expect(older).not.toBe(report);
      writeFileSync(file, older);
      const { status, output } = check(reports);
      expect(status).toBe(1);
      expect(output).toContain('The public surface of ./explorer differs from its report in api/');
      expect(output).not.toContain('surface of ./testing');
    } finally {
      rmSync(reports, { recursive: true, force: true });
    }
  });
});
