import type { INestApplication } from '@nestjs/common';
import { portOf } from '../e2e/support/applications.js';
import { buildApplication } from './differential/application-builder.js';
import type { ApplicationPlan, Platform, RequestPlan } from './differential/application-plan.js';
import { Client } from './differential/client.js';
import { Examiner, type Finding } from './differential/examiner.js';
import { minimalPlan } from './differential/minimal-plan.js';
import { PlanGenerator } from './differential/plan-generator.js';
import { Random } from './differential/random.js';
import { RequestGenerator } from './differential/request-generator.js';
import { type KnownDifference, knownDifference } from './known-differences.js';

export interface DifferentialOptions {
  readonly platform: Platform;
  readonly seed: number;
  /** How many requests to compare, each with its preflight. */
  readonly requests: number;
  readonly requestsPerApplication?: number;
  /** How many differences to reduce to a minimal application; the rest are only counted. */
  readonly reduce?: number;
}

/** A difference with the smallest application that shows it. */
export interface Difference {
  readonly finding: Finding;
  readonly plan: ApplicationPlan;
}

export interface DifferentialReport {
  readonly applications: number;
  /** Plans that do not start, since their routes contradict each other. */
  readonly unstartable: number;
  /** Requests compared. */
  readonly requests: number;
  /** HTTP requests sent for it. */
  readonly sent: number;
  /** Requests that a handler of Nest answered. */
  readonly answeredByHandler: number;
  readonly differences: readonly Difference[];
  readonly known: ReadonlyMap<KnownDifference, number>;
}

/**
 * Builds random applications, and compares the statements of the module about requests with the
 * handlers that answer.
 */
export async function runDifferential(options: DifferentialOptions): Promise<DifferentialReport> {
  const { platform, seed, requests: wanted, requestsPerApplication = 60, reduce = 5 } = options;
  const random = new Random(seed);
  const differences: Difference[] = [];
  const known = new Map<KnownDifference, number>();
  const counts = { applications: 0, unstartable: 0, requests: 0, sent: 0, answeredByHandler: 0 };
  while (counts.requests < wanted) {
    const plan = new PlanGenerator(random, platform).generate();
    const generator = new RequestGenerator(random, plan);
    const requests = random.list(Math.min(requestsPerApplication, wanted - counts.requests), () =>
      generator.generate(),
    );
    const outcome = await examine(plan, requests);
    if (outcome === undefined) {
      counts.unstartable += 1;
      continue;
    }
    counts.applications += 1;
    counts.requests += requests.length;
    counts.sent += outcome.sent;
    counts.answeredByHandler += outcome.answeredByHandler;
    for (const finding of outcome.findings) {
      const explanation = knownDifference(plan, finding);
      if (explanation !== undefined && finding.asStrict)
        known.set(explanation, (known.get(explanation) ?? 0) + 1);
      else differences.push(differences.length < reduce ? await reduced(plan, finding) : { plan, finding });
    }
  }
  return { ...counts, differences, known };
}

/** A difference as one can repeat it. */
export function describeDifference({ finding, plan }: Difference): string {
  const { answer, ...rest } = finding;
  return JSON.stringify({ ...rest, answer: { status: answer.status, body: answer.body }, plan });
}

interface Outcome {
  readonly findings: readonly Finding[];
  readonly sent: number;
  readonly answeredByHandler: number;
}

/** `undefined` where the application does not start, with the module or without it. */
async function examine(
  plan: ApplicationPlan,
  requests: readonly RequestPlan[],
): Promise<Outcome | undefined> {
  let app: INestApplication;
  try {
    app = await buildApplication(plan);
  } catch (error) {
    const without = await buildApplication({ ...plan, withoutModule: true }).catch(() => undefined);
    if (without === undefined) return undefined;
    await without.close();
    throw new Error(`This does not start with the module: ${JSON.stringify(plan)}`, { cause: error });
  }
  const client = new Client(portOf(app), plan);
  try {
    const examiner = new Examiner(plan, client);
    const findings: Finding[] = [];
    for (const request of requests) findings.push(...(await examiner.examine(request)));
    return { findings, sent: client.sent, answeredByHandler: examiner.answeredByHandler };
  } finally {
    client.close();
    await app.close();
  }
}

async function reduced(plan: ApplicationPlan, finding: Finding): Promise<Difference> {
  let shown = finding;
  const smallest = await minimalPlan(plan, async candidate => {
    const outcome = await examine(candidate, [finding.request]);
    const same = outcome?.findings.find(({ what }) => what === finding.what);
    if (same === undefined || knownDifference(candidate, same) !== undefined) return false;
    shown = same;
    return true;
  });
  return { plan: smallest, finding: shown };
}
