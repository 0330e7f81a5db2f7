/** The platforms of applications that share an object, such as an adapter. Nest allows sharing. */
export class Neighbours<Platform> {
  private readonly byShared = new WeakMap<object, Set<Platform>>();

  on(shared: object): Set<Platform> {
    let neighbours = this.byShared.get(shared);
    if (neighbours === undefined) this.byShared.set(shared, (neighbours = new Set()));
    return neighbours;
  }
}
