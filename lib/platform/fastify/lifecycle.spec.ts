import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyAdapter as Adapter, FastifyInstance } from './fastify-instance.js';
import { Lifecycle } from './lifecycle.js';

/** What an application is to the module, but for some of its properties. */
function isQuiet(adapter: FastifyAdapter, without: PropertyDescriptorMap = {}): boolean {
  const instance: unknown = Object.create(adapter.getInstance(), without);
  return new Lifecycle(instance as FastifyInstance, adapter as object as Adapter, []).isQuiet;
}

async function started(): Promise<FastifyAdapter> {
  const adapter = new FastifyAdapter();
  await adapter.getInstance().ready();
  // Fastify starts thereafter.
  await new Promise(resolve => setImmediate(resolve));
  return adapter;
}

test('an application with the adapter’s hooks alone is quiet once it has started', async () => {
  expect(isQuiet(new FastifyAdapter())).toBe(false);
  expect(isQuiet(await started())).toBe(true);
});

test.each(['state', 'options', 'hooks', '404ContextKey', 'children'])(
  'a version of Fastify that does not keep its %s is left alone',
  async name => {
    const adapter = await started();
    const key = Object.getOwnPropertySymbols(adapter.getInstance()).find(
      ({ description }) => description === `fastify.${name}`,
    );

    expect(key).toBeDefined();
    expect(isQuiet(adapter, { [key ?? name]: { value: undefined } })).toBe(false);
  },
);

test.each(['log', 'genReqId', 'childLoggerFactory'])('so is one that does not tell its %s', async name => {
  expect(isQuiet(await started(), { [name]: { value: undefined } })).toBe(false);
});
