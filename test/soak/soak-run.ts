import { setTimeout as sleep } from 'node:timers/promises';
import { RedisServer } from '../redis/redis-server.js';
import type { MemorySample } from './flatness.js';
import { problemOf } from './judge.js';
import { type Answer, KeptAlive } from './kept-alive.js';
import { ADMIN_TOKEN, INSTANCES, ORIGINS, SECONDS, WORKERS } from './settings.js';
import { SoakProcess } from './soak-process.js';
import { KINDS, TENANTS, type Visit, newcomer, originsOf, regular } from './visits.js';

/** The observations of the run. */
export interface SoakResult {
  readonly seconds: number;
  readonly origins: number;
  readonly requests: Readonly<Record<string, number>>;
  readonly allowed: number;
  readonly slowestMs: number;
  /** How long each revocation took until every instance refused the origin. */
  readonly revokedAfterMs: readonly number[];
  readonly problems: readonly string[];
  readonly problemCount: number;
  /** By instance, in the order of `INSTANCES`. */
  readonly samples: readonly (readonly MemorySample[])[];
}

const NEWCOMERS_FOR_A_REGULAR = 4;
const MOST_PROBLEMS = 20;
const REVOKED = 'https://now-and-then.example';
const REVOKED_EVERY_MS = 5_000;
const REVOKED_WITHIN_MS = 1_000;
const TOLD_WITHIN_MS = 10_000;
const CHUNK = 10_000;

/** Traffic from here against instances in processes of their own, which share one Redis. */
export class SoakRun {
  private readonly client = new KeptAlive(WORKERS);
  private readonly requests: Record<string, number> = Object.fromEntries(KINDS.map(kind => [kind, 0]));
  private readonly problems: string[] = [];
  private readonly revokedAfterMs: number[] = [];
  private readonly samples: MemorySample[][] = INSTANCES.map(() => []);
  private problemCount = 0;
  private allowed = 0;
  private slowestMs = 0;
  private next = 0;
  private begun = 0;
  private over = false;

  private constructor(
    private readonly redis: RedisServer,
    private readonly processes: readonly SoakProcess[],
  ) {}

  static async start(): Promise<SoakRun> {
    const redis = await RedisServer.start();
    await redis.run(async client => {
      for (const tenant of TENANTS) {
        const origins = [...originsOf(tenant, ORIGINS)];
        for (let from = 0; from < origins.length; from += CHUNK) {
          await client.sadd(`cors:origins:${tenant}`, ...origins.slice(from, from + CHUNK));
        }
      }
    });
    const processes: SoakProcess[] = [];
    for (const { platform } of INSTANCES) processes.push(await SoakProcess.start(platform, redis.url));
    return new SoakRun(redis, processes);
  }

  async run(): Promise<SoakResult> {
    this.begun = performance.now();
    const traffic = Array.from({ length: WORKERS }, () => this.work());
    const beside = [this.measure(), this.revoke()];
    await Promise.all(traffic).finally(() => {
      this.over = true;
    });
    await Promise.all(beside);
    for (const each of this.processes) {
      for (const fault of (await each.memory()).faults) this.complain(fault);
    }
    const {
      next: origins,
      requests,
      allowed,
      slowestMs,
      revokedAfterMs,
      problems,
      problemCount,
      samples,
    } = this;
    const seconds = (performance.now() - this.begun) / 1_000;
    return {
      seconds,
      origins,
      requests,
      allowed,
      slowestMs,
      revokedAfterMs,
      problems,
      problemCount,
      samples,
    };
  }

  async stop(): Promise<void> {
    this.over = true;
    this.client.close();
    for (const each of this.processes) await each.stop();
    await this.redis.remove();
  }

  private async work(): Promise<void> {
    while (this.next < ORIGINS) {
      const number = this.next++;
      await this.visit(newcomer(number));
      if (number % NEWCOMERS_FOR_A_REGULAR === 0) await this.visit(regular(number));
      // Spread over the whole time, however fast the machine is.
      const ahead = (number / ORIGINS) * SECONDS * 1_000 - (performance.now() - this.begun);
      if (ahead > 0) await sleep(ahead);
    }
  }

  private async visit(visit: Visit): Promise<void> {
    const begun = performance.now();
    try {
      const problem = problemOf(visit, await this.send(visit));
      if (problem !== undefined) this.complain(problem);
    } catch (error) {
      this.complain(`${visit.kind} from ${visit.origin}: ${String(error)}`);
    }
    this.slowestMs = Math.max(this.slowestMs, performance.now() - begun);
    this.requests[visit.kind] = (this.requests[visit.kind] ?? 0) + 1;
    if (visit.allowed) this.allowed++;
  }

  private send({ kind, origin, tenant, instance }: Visit): Promise<Answer> {
    const headers = { Host: `${tenant}.api.example`, Origin: origin };
    const path = '/notes';
    const json = { 'Content-Type': 'application/json' };
    switch (kind) {
      case 'GET':
        return this.client.ask(this.portOf(instance), { method: 'GET', path, headers });
      case 'POST':
        return this.client.ask(this.portOf(instance), {
          method: 'POST',
          path,
          headers: { ...headers, ...json },
          body: '{"note":"milk"}',
        });
      case 'preflight of POST':
      case 'preflight of DELETE': {
        const asked = {
          'Access-Control-Request-Method': kind === 'preflight of POST' ? 'POST' : 'DELETE',
          'Access-Control-Request-Headers': 'content-type',
        };
        return this.client.ask(this.portOf(instance), {
          method: 'OPTIONS',
          path,
          headers: { ...headers, ...asked },
        });
      }
    }
  }

  private portOf(instance: number): number {
    return this.processes[instance]?.port ?? 0;
  }

  private complain(problem: string): void {
    this.problemCount++;
    if (this.problems.length < MOST_PROBLEMS) this.problems.push(problem);
  }

  private async measure(): Promise<void> {
    const pause = Math.max(2_000, (SECONDS * 1_000) / 60);
    while (!this.over) {
      await this.unlessOver(pause);
      for (const [index, each] of this.processes.entries()) {
        const { live, rss } = await each.memory();
        this.samples[index]?.push({ live, rss, origins: this.next });
      }
    }
  }

  /** Now and then an origin is allowed and revoked again, by an instance after the other. */
  private async revoke(): Promise<void> {
    for (let round = 0; !this.over; round++) {
      const path = `/admin/origins?origin=${encodeURIComponent(REVOKED)}`;
      const headers = { Host: 'acme.api.example', Authorization: `Bearer ${ADMIN_TOKEN}` };
      for (const [method, allowed] of [
        ['PUT', true],
        ['DELETE', false],
      ] as const) {
        try {
          const { status } = await this.client.ask(this.portOf(round % INSTANCES.length), {
            method,
            path,
            headers,
          });
          if (status !== 204) this.complain(`${method} ${path}: ${status}`);
          const took = await this.untilEvery(allowed);
          if (allowed) continue;
          this.revokedAfterMs.push(took);
          if (took > REVOKED_WITHIN_MS)
            this.complain(`after ${took.toFixed(0)} ms not every instance refused ${REVOKED}`);
        } catch (error) {
          this.complain(`${method} ${path}: ${String(error)}`);
        }
      }
      await this.unlessOver(REVOKED_EVERY_MS);
    }
  }

  private async untilEvery(allowed: boolean): Promise<number> {
    const begun = performance.now();
    let took = 0;
    while (took <= TOLD_WITHIN_MS) {
      const answers = await Promise.all(
        INSTANCES.map((_, instance) =>
          this.send({ kind: 'GET', origin: REVOKED, tenant: 'acme', instance, allowed }),
        ),
      );
      took = performance.now() - begun;
      if (answers.every(({ headers }) => 'access-control-allow-origin' in headers === allowed)) break;
      await sleep(5);
      took = performance.now() - begun;
    }
    return took;
  }

  private async unlessOver(milliseconds: number): Promise<void> {
    for (const end = performance.now() + milliseconds; !this.over && performance.now() < end;)
      await sleep(100);
  }
}
