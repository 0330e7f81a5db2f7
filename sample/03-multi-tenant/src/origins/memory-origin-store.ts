import { OriginStore, type OriginListener } from './origin-store.js';

/** Stores origins in this process, until it ends. Other instances do not see them. */
export class MemoryOriginStore extends OriginStore {
  private readonly tenants: Map<string, Set<string>>;
  private readonly listeners: OriginListener[] = [];

  constructor(seed: ReadonlyMap<string, readonly string[]>) {
    super();
    this.tenants = new Map(Array.from(seed, ([tenant, origins]) => [tenant, new Set(origins)]));
  }

  override async has(tenant: string, origin: string): Promise<boolean> {
    return Promise.resolve(this.tenants.get(tenant)?.has(origin) === true);
  }

  override async list(tenant: string): Promise<string[]> {
    return Promise.resolve([...(this.tenants.get(tenant) ?? [])].sort());
  }

  override async allow(tenant: string, origin: string): Promise<void> {
    const origins = this.tenants.get(tenant) ?? new Set();
    this.tenants.set(tenant, origins.add(origin));
    return this.tell(origin);
  }

  override async revoke(tenant: string, origin: string): Promise<void> {
    this.tenants.get(tenant)?.delete(origin);
    return this.tell(origin);
  }

  override watch(listener: OriginListener): void {
    this.listeners.push(listener);
  }

  private async tell(origin: string): Promise<void> {
    for (const listener of this.listeners) listener(origin);
    return Promise.resolve();
  }
}
