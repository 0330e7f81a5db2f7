import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { type HttpResponse, preflight, send } from '../../../test/e2e/support/http.js';
import { describeWithRedis } from '../../../test/redis/describe-with-redis.js';
import { RedisServer } from '../../../test/redis/redis-server.js';
import { type MultiTenant, startMultiTenant } from '../src/multi-tenant.js';

const SHOP = 'https://shop.acme.example';
const PARTNER = 'https://partner.example';
const EVIL = 'https://evil.example';

/** A limit for responses that hang. The cache waits for Redis for a second at most. */
const HANGS_MS = 15_000;
/** Half the ttl. Without the message from Redis, the cache would keep a decision for longer. */
const REVOKED_WITHIN_MS = 5_000;
/** A limit for a client that hangs. It usually connects again within a second. */
const RECOVERED_WITHIN_MS = 20_000;

jest.setTimeout(60_000);

describeWithRedis('Several tenants with Redis, on two instances', () => {
  let redis: RedisServer;
  let instances: MultiTenant[];
  let secondsAhead = 0;

  beforeAll(async () => {
    redis = await RedisServer.start();
    instances = [await start('express'), await start('fastify')];
    const now = performance.now.bind(performance);
    jest.spyOn(performance, 'now').mockImplementation(() => now() + secondsAhead * 1_000);
  });
  beforeEach(async () => {
    secondsAhead = 0;
    await redis.run(async client => {
      await client
        .multi()
        .flushall()
        .sadd('cors:origins:acme', SHOP, PARTNER)
        .publish('cors:origins:changes', '')
        .exec();
    });
    for (const origin of [SHOP, PARTNER]) await eventually(origin, true, RECOVERED_WITHIN_MS);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    for (const instance of instances) await instance.close();
    await redis.remove();
  });

  async function start(platform: 'express' | 'fastify'): Promise<MultiTenant> {
    return startMultiTenant({ platform, port: 0, adminToken: 'secret', redisUrl: redis.url, logger: false });
  }

  /**
   * Whether a page of the origin can read the response. Each response must also arrive in time, and
   * must allow no other origin.
   */
  async function asks({ port }: MultiTenant, origin: string, tenant = 'acme'): Promise<boolean> {
    const begun = Date.now();
    const response = await send(`http://127.0.0.1:${port}`, 'GET', '/notes', {
      Host: `${tenant}.api.example`,
      Origin: origin,
    });
    expect(Date.now() - begun).toBeLessThan(HANGS_MS);
    expect(response.status).toBe(200);
    expect(response.headers.vary).toBe('Origin');
    const allowed = response.headers['access-control-allow-origin'];
    expect([undefined, origin]).toContain(allowed);
    return allowed !== undefined;
  }

  async function everyInstance(origin: string, tenant?: string): Promise<boolean[]> {
    return Promise.all(instances.map(instance => asks(instance, origin, tenant)));
  }

  async function eventually(origin: string, allowed: boolean, withinMs: number): Promise<void> {
    const end = Date.now() + withinMs;
    let answers: boolean[];
    do {
      answers = await everyInstance(origin);
      if (answers.every(answer => answer === allowed)) return;
      await sleep(20);
    } while (Date.now() < end);
    expect([origin, ...answers]).toEqual([origin, ...instances.map(() => allowed)]);
  }

  async function administer(
    instance: MultiTenant | undefined,
    method: string,
    origin: string,
  ): Promise<HttpResponse> {
    const begun = Date.now();
    const response = await send(
      `http://127.0.0.1:${String(instance?.port)}`,
      method,
      `/admin/origins?origin=${encodeURIComponent(origin)}`,
      { Host: 'acme.api.example', Authorization: 'Bearer secret' },
    );
    expect(Date.now() - begun).toBeLessThan(HANGS_MS);
    return response;
  }

  it('allows the origins in the set of the tenant, only for that tenant', async () => {
    expect(await everyInstance(SHOP)).toEqual([true, true]);
    expect(await everyInstance(SHOP, 'globex')).toEqual([false, false]);
    expect(await everyInstance(EVIL)).toEqual([false, false]);
  });

  it.each([0, 1])('refuses an origin on every instance once instance %d has revoked it', async which => {
    expect((await administer(instances[which], 'DELETE', SHOP)).status).toBe(204);
    await eventually(SHOP, false, REVOKED_WITHIN_MS);
    expect(await everyInstance(PARTNER)).toEqual([true, true]);
    const port = String(instances[1 - which]?.port);
    const { status } = await preflight(`http://127.0.0.1:${port}`, '/notes', {
      origin: SHOP,
      method: 'POST',
      headers: 'content-type',
      Host: 'acme.api.example',
    });
    expect(status).toBe(403);
  });

  it('allows a new origin on every instance, although it was refused a moment ago', async () => {
    const origin = 'https://new.acme.example';
    expect(await everyInstance(origin)).toEqual([false, false]);
    expect((await administer(instances[0], 'PUT', origin)).status).toBe(204);
    await eventually(origin, true, REVOKED_WITHIN_MS);
  });

  it('does not leave an origin allowed whose revocation no instance heard', async () => {
    await redis.run(async client => {
      const results = await client
        .multi()
        .call('CLIENT', 'KILL', 'TYPE', 'pubsub')
        .srem('cors:origins:acme', SHOP)
        .publish('cors:origins:changes', SHOP)
        .exec();
      // Two connections ended, one set lost an origin, and no instance received the message.
      expect(results?.map(([, result]) => result)).toEqual([2, 1, 0]);
    });
    await eventually(SHOP, false, REVOKED_WITHIN_MS);
    expect(await everyInstance(PARTNER)).toEqual([true, true]);
  });

  it('while Redis is stopped serves on what it knows, for a while, and opens nothing; then it recovers', async () => {
    await redis.stop();
    expect(await everyInstance(SHOP)).toEqual([true, true]);
    expect(await everyInstance(EVIL)).toEqual([false, false]);
    // 11 s is after the ttl, and 41 s is after staleWhileError.
    secondsAhead = 11;
    expect(await everyInstance(SHOP)).toEqual([true, true]);
    expect(await everyInstance(EVIL)).toEqual([false, false]);
    secondsAhead = 41;
    expect(await everyInstance(SHOP)).toEqual([false, false]);
    for (const method of ['PUT', 'DELETE']) {
      expect((await administer(instances[0], method, SHOP)).status).toBe(503);
    }
    await redis.start();
    await eventually(SHOP, true, RECOVERED_WITHIN_MS);
    expect(await everyInstance(EVIL)).toEqual([false, false]);
    expect((await administer(instances[1], 'DELETE', SHOP)).status).toBe(204);
    await eventually(SHOP, false, REVOKED_WITHIN_MS);
  });

  it('while Redis does not answer serves on what it knows, for a while, and opens nothing; then it recovers', async () => {
    redis.hold();
    try {
      expect(await everyInstance(SHOP)).toEqual([true, true]);
      expect(await everyInstance(EVIL)).toEqual([false, false]);
      secondsAhead = 11;
      expect(await everyInstance(SHOP)).toEqual([true, true]);
      secondsAhead = 41;
      expect(await everyInstance(SHOP)).toEqual([false, false]);
      expect((await administer(instances[0], 'DELETE', SHOP)).status).toBe(503);
      // After this time, the client has closed both connections.
      await sleep(2_500);
      expect(await everyInstance(SHOP)).toEqual([false, false]);
    } finally {
      redis.release();
    }
    await eventually(PARTNER, true, RECOVERED_WITHIN_MS);
    expect(await everyInstance(EVIL)).toEqual([false, false]);
  });

  it('answers in time and opens nothing under traffic, while Redis is held up, stopped and started again', async () => {
    let over = false;
    const count = { allowed: 0, refused: 0 };
    const traffic = Array.from({ length: 16 }, async (_, client) => {
      for (let number = 0; !over; number++) {
        const instance = instances[(client + number) % 2];
        if (instance === undefined) throw new TypeError('No instance.');
        const origin = [SHOP, EVIL, `https://o${client}-${number}.example`][number % 3] ?? EVIL;
        const allowed = await asks(instance, origin);
        if (origin !== SHOP) expect(allowed).toBe(false);
        count[allowed ? 'allowed' : 'refused']++;
        await sleep(5);
      }
    });
    const disturb = async (): Promise<void> => {
      await sleep(300);
      redis.hold();
      await sleep(2_000);
      redis.release();
      await sleep(300);
      await redis.stop();
      await sleep(1_500);
      await redis.start();
      await eventually(PARTNER, true, RECOVERED_WITHIN_MS);
      await sleep(300);
    };
    const stop = (): void => {
      over = true;
    };
    await Promise.all([disturb().finally(stop), ...traffic]).finally(stop);
    expect(count.allowed).toBeGreaterThan(100);
    expect(count.refused).toBeGreaterThan(100);
  });

  it('starts without Redis, refuses, and recovers when it comes', async () => {
    await redis.stop();
    const late = await start('fastify');
    try {
      expect(await asks(late, SHOP)).toBe(false);
      await redis.start();
      const end = Date.now() + RECOVERED_WITHIN_MS;
      while (!(await asks(late, SHOP)) && Date.now() < end) await sleep(20);
      expect(await asks(late, SHOP)).toBe(true);
    } finally {
      await late.close();
    }
  });
});
