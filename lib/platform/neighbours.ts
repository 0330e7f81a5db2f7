/** The applications that have the module on the same object, such as an adapter: Nest lets several share one. */
export class Neighbours<Platform> {
  private readonly byShared = new WeakMap<object, Set<Platform>>();

  on(shared: object): Set<Platform> {
    let neighbours = this.byShared.get(shared);
    if (neighbours === undefined) this.byShared.set(shared, (neighbours = new Set()));
    return neighbours;
  }
}
