import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install, packInto } from '../matrix/installation.mjs';
import { EXPECTED, HANDLED, observe } from '../surroundings/support/observation.js';
import { type Agent, NOWHERE, versionsOf } from './agents.js';
import { type Instrumented, InstrumentedProcess } from './instrumented-process.js';

/** A run of the suite: which agents, with which Nest. */
export interface AgentsRun {
  readonly nests: readonly number[];
  readonly agents: readonly Agent[];
  readonly platforms: readonly Instrumented['platform'][];
  readonly formats: readonly Instrumented['format'][];
}

const MINUTES = 60_000;

/** Defines the tests: each agent preloaded, and the contract kept beside it. */
export function describeAgents({ nests, agents, platforms, formats }: AgentsRun): void {
  let folder: string;
  let tarball: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nestjs-cors-policy-agents-'));
    tarball = await packInto(folder);
  }, MINUTES);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  describe.each(nests)('Nest %d', nest => {
    let home: string;

    beforeAll(async () => {
      const installed = await install(nest, { folder, tarball, others: versionsOf(agents), types: false });
      if (!installed.ok) throw new Error(installed.output);
      ({ home } = installed);
    }, 5 * MINUTES);

    const cases = agents.flatMap(agent =>
      formats
        .filter(format => agent.startsNot?.(nest, format) !== true)
        .flatMap(format => platforms.map(platform => ({ agent, format, platform, name: agent.name }))),
    );

    describe.each(cases)('$name, preloaded, on $platform ($format)', instrumented => {
      let process: InstrumentedProcess;

      beforeAll(async () => {
        process = await InstrumentedProcess.start(home, instrumented);
      }, MINUTES);

      afterAll(() => process.stop());

      test('the module answers as the contract says, and the agent does its work', async () => {
        expect(await observe({ server: process.url })).toEqual(EXPECTED);
        expect(await process.report()).toEqual({
          handled: HANDLED,
          instrumented: [true],
          destination: NOWHERE,
          connectionsElsewhere: [],
        });
      });
    });
  });
}
