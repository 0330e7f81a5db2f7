import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../../dist/esm/cli/main.js', import.meta.url));
/** In milliseconds; a check ends by itself before that. */
const LONGEST_RUN = 60_000;

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The JSON of a check, as docs/command-line.md describes it. */
export interface CheckOutput {
  readonly verdict: string;
  readonly who: string | null;
  readonly findings: readonly { code: string; who: string; what: string; change: string; blocks: boolean }[];
  readonly notes: readonly string[];
  readonly exchanges: readonly {
    ofPage: boolean;
    method: string;
    inPlaceOf: string | null;
    url: string;
    status: number | null;
    requestHeaders: Record<string, string[]>;
    responseHeaders: Record<string, string[]> | null;
  }[];
  readonly rows: readonly {
    method: string;
    path: string;
    result: string;
    reason: string | null;
    differences: readonly { what: string; wider: boolean }[];
  }[];
}

/** Runs `nestjs-cors-policy check` as it was built, as a process of its own. */
export function runCheck(...args: string[]): Promise<Run> {
  return new Promise(resolve => {
    const options = { timeout: LONGEST_RUN, env: { ...process.env, NODE_OPTIONS: '' }, maxBuffer: 2 ** 24 };
    const child = execFile(
      process.execPath,
      [COMMAND, 'check', ...args],
      options,
      (_error, stdout, stderr) => {
        // No exit code: it was killed, since it hung.
        resolve({ code: child.exitCode ?? -1, stdout, stderr });
      },
    );
  });
}

/** The same, with what it prints as JSON. */
export async function checkOutput(...args: string[]): Promise<CheckOutput & { readonly exitCode: number }> {
  const { code, stdout, stderr } = await runCheck(...args, '--json');
  if (stdout === '') throw new Error(`No output: ${stderr}`);
  return { ...(JSON.parse(stdout) as CheckOutput), exitCode: code };
}

/** The findings with their source: `lost-vary (server)`. */
export function causes({ findings }: CheckOutput): string[] {
  return findings.map(({ code, who }) => `${code} (${who})`);
}
