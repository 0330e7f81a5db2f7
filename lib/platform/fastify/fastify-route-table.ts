import type { NestRouteTable, NestTarget } from '../../routing/index.js';

/**
 * The table of a Fastify application. Fastify accepts routes until it listens, so the table is
 * rebuilt when their number changes.
 */
export class FastifyRouteTable implements NestRouteTable {
  private size: number | undefined;
  private made: NestRouteTable | undefined;

  constructor(
    private readonly routes: { readonly size: number },
    readonly matching: NestRouteTable['matching'],
    private readonly make: () => NestRouteTable,
  ) {}

  get methods(): NestRouteTable['methods'] {
    return this.table.methods;
  }

  at(target: NestTarget): ReturnType<NestRouteTable['at']> {
    return this.table.at(target);
  }

  private get table(): NestRouteTable {
    if (this.made === undefined || this.size !== this.routes.size) this.made = this.make();
    this.size = this.routes.size;
    return this.made;
  }
}
