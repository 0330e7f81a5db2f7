// `node packaging/api.mjs update` writes what is public of the build in dist/modules to api/; `check` says whether that is what stands there.
import { ENTRIES } from './entries.mjs';
import { REPORTS, extract } from './public-surface.mjs';

const [report, reports = REPORTS] = process.argv.slice(2);
if (report !== 'update' && report !== 'check') throw new Error("Say 'update' or 'check'.");

for (const entry of ENTRIES) {
  const { unchanged, said } = extract(entry, { report, reports });
  for (const text of said) console.log(text);
  if (report === 'check' && !unchanged) {
    console.error(
      `The public surface of ./${entry} is not what api/ says. If that is meant: npm run api:update, and commit the difference.`,
    );
    process.exitCode = 1;
  }
}
