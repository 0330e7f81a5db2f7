import 'reflect-metadata';
import { APPLICATIONS } from './applications.js';
import { check } from './checks.js';

async function main(): Promise<void> {
  for (const create of Object.values(APPLICATIONS)) await check(await create());
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
