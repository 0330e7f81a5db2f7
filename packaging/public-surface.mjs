import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, declarationsOf } from './entries.mjs';

/** The folder with the reports of the public surface, one for each entry. */
export const REPORTS = join(ROOT, 'api');

/**
 * Reads the public surface of an entry from the build in dist/modules.
 *
 * @param declarations the file that receives all types of the entry
 * @param report `'update'` writes the report, `'check'` compares it
 * @param reports the folder of the report
 * @returns whether the report is unchanged, and the messages of API Extractor
 */
export function extract(entry, { declarations, report, reports = REPORTS }) {
  const said = [];
  const scratch = mkdtempSync(join(tmpdir(), 'nestjs-cors-policy-api-'));
  try {
    const result = Extractor.invoke(configOf(entry, { declarations, report, reports, scratch }), {
      localBuild: report === 'update',
      messageCallback(message) {
        message.handled = true;
        if (message.logLevel === ExtractorLogLevel.Error || message.logLevel === ExtractorLogLevel.Warning)
          said.push(message.text);
      },
    });
    if (report === undefined && !result.succeeded) throw new Error(said.join('\n'));
    return { unchanged: !result.apiReportChanged, said };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function configOf(entry, { declarations, report, reports, scratch }) {
  const source = declarationsOf('modules', entry);
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(ROOT, 'package.json'),
    configObject: {
      projectFolder: ROOT,
      mainEntryPointFilePath: source,
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            module: 'nodenext',
            target: 'es2022',
            lib: ['es2023'],
            types: ['node'],
            strict: true,
            exactOptionalPropertyTypes: true,
            skipLibCheck: true,
          },
          files: [source],
        },
      },
      apiReport: {
        enabled: report !== undefined,
        reportFileName: `${entry || 'main'}.api.md`,
        reportFolder: reports,
        reportTempFolder: scratch,
      },
      docModel: { enabled: false },
      tsdocMetadata: { enabled: false },
      dtsRollup: { enabled: declarations !== undefined, untrimmedFilePath: declarations ?? '' },
      messages: {
        // Exports of index.ts are public. No tag repeats that.
        extractorMessageReporting: {
          'default': { logLevel: 'warning' },
          'ae-undocumented': { logLevel: 'none' },
          'ae-missing-release-tag': { logLevel: 'none' },
          'ae-forgotten-export': { logLevel: 'none' },
          'ae-unresolved-link': { logLevel: 'none' },
        },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });
}
