import type { NestRouteTable, NestTarget } from './policy-routing.js';

/**
 * A table that is built for the first request that needs it, because serverless functions pay for
 * each start. It is rebuilt if the platform has more routes by then.
 */
export class DeferredRouteTable implements NestRouteTable {
  private size: number | undefined;
  private made: NestRouteTable | undefined;

  /** @param sizeOf the number of routes that the platform has, if it can still change */
  constructor(
    readonly matching: NestRouteTable['matching'],
    private readonly make: () => NestRouteTable,
    private readonly sizeOf: () => number = () => 0,
  ) {}

  get methods(): NestRouteTable['methods'] {
    return this.table.methods;
  }

  at(target: NestTarget): ReturnType<NestRouteTable['at']> {
    return this.table.at(target);
  }

  private get table(): NestRouteTable {
    const size = this.sizeOf();
    if (this.made === undefined || this.size !== size) this.made = this.make();
    this.size = size;
    return this.made;
  }
}
