import 'reflect-metadata';
import { APPLICATIONS } from '../applications.js';
import { check } from '../checks.js';
import { checkHandshakes } from './handshakes.js';
import { REQUEST_TABLE } from '../request-table.js';

/** Runs every case in this process, and prints which runtime it is. */
async function main(): Promise<void> {
  for (const create of Object.values(APPLICATIONS)) await check(await create());
  const handshakes = await checkHandshakes();
  const { node, bun, deno } = process.versions as Record<string, string | undefined>;
  const runtime = bun === undefined ? (deno === undefined ? `node ${node}` : `deno ${deno}`) : `bun ${bun}`;
  console.log(`${runtime}: ${REQUEST_TABLE.length} requests, ${handshakes} handshakes`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
