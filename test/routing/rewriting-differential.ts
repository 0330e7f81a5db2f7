import { portOf } from '../e2e/support/applications.js';
import type { Platform } from './differential/application-plan.js';
import { Random } from './differential/random.js';
import { Judge, type Violation } from './differential/rewriting/judge.js';
import { buildRewritingApplication } from './differential/rewriting/rewriting-application.js';
import { RewritingClient } from './differential/rewriting/rewriting-client.js';
import type { RewritingPlan, RewritingRequest } from './differential/rewriting/rewriting-plan.js';
import { RewritingPlanGenerator } from './differential/rewriting/rewriting-plan-generator.js';
import { RewritingRequestGenerator } from './differential/rewriting/rewriting-request-generator.js';
import { smallestCase } from './differential/rewriting/smaller-plans.js';

export interface RewritingOptions {
  readonly platform: Platform;
  readonly seed: number;
  readonly requests: number;
}

export interface RewritingReport {
  readonly seed: number;
  readonly applications: number;
  /** Plans that do not start, with the module or without it. */
  readonly unstartable: number;
  readonly requests: number;
  /** HTTP requests sent for it. */
  readonly sent: number;
  /** Requests that entered a Nest route after middleware changed them, and refused requests. */
  readonly entered: number;
  readonly rewritten: number;
  readonly refused: number;
  /** How many violations there are of each property. */
  readonly violations: ReadonlyMap<string, number>;
  /** The first violation of each property, in a small application, with all data to repeat it. */
  readonly examples: readonly string[];
}

const REQUESTS_PER_APPLICATION = 50;

/**
 * Builds random applications with middleware that rewrites requests, and checks their behaviour for
 * random requests.
 */
export async function runRewritingDifferential(options: RewritingOptions): Promise<RewritingReport> {
  const { platform, seed, requests: wanted } = options;
  const random = new Random(seed);
  const violations = new Map<string, number>();
  const examples: string[] = [];
  const counts = {
    applications: 0,
    unstartable: 0,
    requests: 0,
    sent: 0,
    entered: 0,
    rewritten: 0,
    refused: 0,
  };
  while (counts.requests < wanted) {
    const plan = new RewritingPlanGenerator(random, platform).generate();
    const generator = new RewritingRequestGenerator(random, plan);
    const count = Math.min(REQUESTS_PER_APPLICATION, wanted - counts.requests);
    const outcome = await examine(
      plan,
      random.list(count, () => generator.generate()),
    );
    if (outcome === undefined) {
      counts.unstartable += 1;
      continue;
    }
    counts.applications += 1;
    counts.requests += count;
    for (const name of ['sent', 'entered', 'rewritten', 'refused'] as const) counts[name] += outcome[name];
    for (const violation of outcome.violations) {
      const { what } = violation;
      const before = violations.get(what) ?? 0;
      violations.set(what, before + 1);
      if (before === 0) examples.push(describe(seed, await reduced(plan, violation)));
    }
  }
  return { seed, ...counts, violations, examples };
}

interface Found {
  readonly plan: RewritingPlan;
  readonly violation: Violation;
}

/** A violation as one can repeat it. */
function describe(seed: number, { plan, violation }: Found): string {
  const { answer, what, expected, found, request } = violation;
  const { status, entries } = answer;
  return JSON.stringify({ seed, what, expected, found, request, status, entries, plan });
}

interface Outcome {
  readonly violations: readonly Violation[];
  readonly sent: number;
  readonly entered: number;
  readonly rewritten: number;
  readonly refused: number;
}

/** `undefined` where the application does not start, with the module or without it. */
async function examine(
  plan: RewritingPlan,
  requests: readonly RewritingRequest[],
): Promise<Outcome | undefined> {
  const built = await buildRewritingApplication(plan).catch(async (cause: unknown) => {
    const without = await buildRewritingApplication(plan, { withoutModule: true }).catch(() => undefined);
    if (without === undefined) return undefined;
    await without.app.close();
    throw new Error(`This does not start with the module: ${JSON.stringify(plan)}`, { cause });
  });
  if (built === undefined) return undefined;
  const { app, journal } = built;
  const client = new RewritingClient(portOf(app), plan, journal);
  try {
    const judge = new Judge(plan, client);
    const violations: Violation[] = [];
    for (const request of requests) violations.push(...(await judge.judge(request)));
    const { entered, rewritten, refused } = judge;
    return { violations, sent: client.sent, entered, rewritten, refused };
  } finally {
    client.close();
    await app.close();
  }
}

async function reduced(plan: RewritingPlan, violation: Violation): Promise<Found> {
  let shown = violation;
  const { what, request } = violation;
  const smallest = await smallestCase({ plan, request }, async smaller => {
    const outcome = await examine(smaller.plan, [smaller.request]).catch(() => undefined);
    const same = outcome?.violations.find(each => each.what === what);
    if (same !== undefined) shown = same;
    return same !== undefined;
  });
  return { plan: smallest.plan, violation: shown };
}
