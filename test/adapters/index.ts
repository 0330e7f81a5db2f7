import type { AbstractHttpAdapter } from '@nestjs/core';
import { OrderedAdapter } from './ordered-adapter.js';
import { PlainAdapter } from './plain-adapter.js';
import { SpecificAdapter } from './specific-adapter.js';
import { WildcardFreeAdapter } from './wildcard-free-adapter.js';

/** An adapter that is neither Express nor Fastify, and what tells it from the others. */
export interface AdapterVariant {
  readonly name: string;
  readonly create: () => AbstractHttpAdapter;
  readonly order: 'registration' | 'specificity';
  readonly wildcards: boolean;
}

/**
 * Another adapter, from a module with a class `NodeAdapter` that `NODE_ADAPTER_MODULE` names. For
 * example, Nest's own adapter if `@nestjs/platform-node` is installed.
 */
async function nestsOwn(): Promise<readonly AdapterVariant[]> {
  const { NODE_ADAPTER_MODULE: specifier } = process.env;
  if (specifier === undefined) return [];
  const { NodeAdapter } = (await import(specifier)) as { NodeAdapter: new () => AbstractHttpAdapter };
  return [{ name: "of Nest's own", create: () => new NodeAdapter(), order: 'specificity', wildcards: true }];
}

export const ADAPTERS: readonly AdapterVariant[] = [
  {
    name: 'in registration order',
    create: () => new OrderedAdapter(),
    order: 'registration',
    wildcards: true,
  },
  { name: 'by specificity', create: () => new SpecificAdapter(), order: 'specificity', wildcards: true },
  {
    name: 'without wildcards',
    create: () => new WildcardFreeAdapter(),
    order: 'registration',
    wildcards: false,
  },
  {
    name: 'that says nothing of its router',
    create: () => new PlainAdapter(),
    order: 'registration',
    wildcards: true,
  },
  ...(await nestsOwn()),
];
