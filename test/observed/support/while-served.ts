import type { RootModule, Setting, StartOptions } from '../../e2e/support/applications.js';
import { Served } from '../../e2e/support/served.js';

/** Starts an application for one use, and closes it even after an error. */
export async function whileServed<Result>(
  setting: Setting,
  root: RootModule,
  start: StartOptions,
  use: (served: Served) => Promise<Result>,
): Promise<Result> {
  const served = await Served.start(setting, root, start);
  try {
    return await use(served);
  } finally {
    await served.close();
  }
}
