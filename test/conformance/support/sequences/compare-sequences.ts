import type { ProfileName } from 'nestjs-cors-policy/testing';
import type { EngineBrowser } from '../engine-driver.js';
import { randomSequence } from './random-sequence.js';
import { describeDifference } from './describe-difference.js';
import type { Sequence } from './sequence.js';
import { EngineRunner, type Happened, runInCorsBrowser } from './sequence-run.js';
import { SequenceServer } from './sequence-server.js';
import { shrunk } from './shrink.js';

export interface Difference {
  readonly sequence: Sequence;
  /** The first step that went another way. */
  readonly step: number;
  readonly engine: Happened | undefined;
  readonly corsBrowser: Happened | undefined;
}

/**
 * An engine spends most of its time waiting. Sequences have their own URLs and cookies, so several
 * can run at a time.
 */
const AT_A_TIME = 6;
/** More are counted, but not shrunk. */
const MOST_SHRUNK = 8;

/**
 * Runs random sequences in an engine and in CorsBrowser, and describes each difference, reduced to
 * its minimum.
 */
export async function compareSequences(
  profile: ProfileName,
  browser: EngineBrowser,
  seed: number,
  from: number,
  count: number,
): Promise<string[]> {
  const server = await SequenceServer.start();
  const found: string[] = [];
  try {
    const engine = await EngineRunner.start(browser, server);
    const differenceOf = (sequence: Sequence) => difference(sequence, engine, server, profile);
    let number = from;
    const work = async () => {
      while (number < from + count) {
        const first = await repeatedDifference(
          randomSequence(seed, number++, profile !== 'firefox'),
          differenceOf,
        );
        if (first === undefined) continue;
        found.push(
          found.length < MOST_SHRUNK
            ? describeDifference(await shrunk(first, differenceOf))
            : first.sequence.name,
        );
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
  } finally {
    server.close();
  }
  return found;
}

/**
 * An engine does some things at the same time, such as storing a cookie and sending the next
 * request. A difference that does not occur again is ignored.
 */
async function repeatedDifference(
  sequence: Sequence,
  differenceOf: (sequence: Sequence) => Promise<Difference | undefined>,
): Promise<Difference | undefined> {
  let found: Difference | undefined;
  for (let run = 0; run < 3; run++) {
    found = await differenceOf(sequence);
    if (found === undefined) return undefined;
  }
  return found;
}

async function difference(
  sequence: Sequence,
  engine: EngineRunner,
  server: SequenceServer,
  profile: ProfileName,
): Promise<Difference | undefined> {
  const inEngine = await engine.run(sequence);
  const inCorsBrowser = await runInCorsBrowser(server, profile, sequence);
  const step = inEngine.findIndex(
    (happened, at) => JSON.stringify(sorted(happened)) !== JSON.stringify(sorted(inCorsBrowser[at])),
  );
  return step < 0 ? undefined : { sequence, step, engine: inEngine[step], corsBrowser: inCorsBrowser[step] };
}

function sorted(happened: Happened | undefined) {
  return happened === undefined
    ? undefined
    : {
        seen: Object.entries(happened.seen).sort(),
        requests: happened.requests.map(facts => Object.entries(facts).sort()),
      };
}
