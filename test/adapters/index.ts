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
];
