import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { startMultiTenant } from './multi-tenant.js';

const { PORT, PLATFORM, REDIS_URL, ADMIN_TOKEN } = process.env;
const adminToken = ADMIN_TOKEN ?? randomBytes(12).toString('hex');

const sample = await startMultiTenant({
  platform: PLATFORM === 'fastify' ? 'fastify' : 'express',
  port: Number(PORT ?? 3300),
  adminToken,
  ...(REDIS_URL === undefined ? {} : { redisUrl: REDIS_URL }),
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sample.close());

console.log(`
  nestjs-cors-policy, several tenants; their origins are ${REDIS_URL === undefined ? 'in memory' : `in Redis, ${REDIS_URL}`}

    curl -i -H 'Origin: https://shop.acme.example' http://acme.localhost:${sample.port}/notes      allowed
    curl -i -H 'Origin: https://shop.acme.example' http://globex.localhost:${sample.port}/notes    not allowed
    curl -X DELETE -H 'Authorization: Bearer ${adminToken}' \\
      'http://acme.localhost:${sample.port}/admin/origins?origin=https://shop.acme.example'        and the first is not either

  Ctrl+C stops it.
`);
