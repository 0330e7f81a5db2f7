/**
 * A header: its name as written, its value without surrounding whitespace, one character per byte.
 */
export type Header = readonly [name: string, value: string];

/**
 * An ordered list of headers. The comparison of names ignores case.
 *
 * @see https://fetch.spec.whatwg.org/#concept-header-list
 */
export class HeaderList implements Iterable<Header> {
  private entries: Header[];

  constructor(entries: Iterable<Header> = []) {
    this.entries = [...entries];
  }

  /** Takes the raw headers of Node: names and values alternate, and each line is separate. */
  static fromRawHeaders(raw: readonly string[]): HeaderList {
    const list = new HeaderList();
    for (let at = 0; at + 1 < raw.length; at += 2) list.append(raw[at] ?? '', raw[at + 1] ?? '');
    return list;
  }

  [Symbol.iterator](): Iterator<Header> {
    return this.entries[Symbol.iterator]();
  }

  has(name: string): boolean {
    return this.lines(name).length > 0;
  }

  /**
   * The values of every line of this name, combined with a comma and a space.
   *
   * @see https://fetch.spec.whatwg.org/#concept-header-list-get
   */
  get(name: string): string | undefined {
    const lines = this.lines(name);
    return lines.length === 0 ? undefined : lines.join(', ');
  }

  /** The value of each line of this name. */
  lines(name: string): string[] {
    const lower = name.toLowerCase();
    return this.entries.filter(([other]) => other.toLowerCase() === lower).map(([, value]) => value);
  }

  /** Each name once, in lower case. */
  names(): string[] {
    return [...new Set(this.entries.map(([name]) => name.toLowerCase()))];
  }

  append(name: string, value: string): void {
    this.entries.push([name, value]);
  }

  set(name: string, value: string): void {
    this.delete(name);
    this.append(name, value);
  }

  delete(name: string): void {
    const lower = name.toLowerCase();
    this.entries = this.entries.filter(([other]) => other.toLowerCase() !== lower);
  }

  copy(): HeaderList {
    return new HeaderList(this.entries);
  }

  /** By name in lower case, with combined lines. */
  toObject(): Record<string, string> {
    return Object.fromEntries(this.names().map(name => [name, this.get(name) ?? '']));
  }
}
