// `node packaging/api.mjs update` writes the public surface of the build in dist/modules to api/.
// `check` compares the two.
import { ENTRIES } from './entries.mjs';
import { REPORTS, extract } from './public-surface.mjs';

const [report, reports = REPORTS] = process.argv.slice(2);
if (report !== 'update' && report !== 'check')
  throw new Error("packaging/api.mjs needs one argument: 'update' or 'check'.");

for (const entry of ENTRIES) {
  const { unchanged, said } = extract(entry, { report, reports });
  for (const text of said) console.log(text);
  if (report === 'check' && !unchanged) {
    console.error(
      `The public surface of ./${entry} differs from its report in api/. If the change is intentional, run npm run api:update and commit the new report.`,
    );
    process.exitCode = 1;
  }
}
