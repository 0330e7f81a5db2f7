import type { OutgoingHttpHeader, OutgoingHttpHeaders } from 'node:http';

/** The arguments of Node's `writeHead`, in each of its forms. */
export type WriteHeadArguments = readonly unknown[];

/** The headers that `writeHead` is given, which replace those of the response. The caller's own objects stay as they are. */
export interface GivenHeaders {
  get(name: string): OutgoingHttpHeader | undefined;
  set(name: string, value: string): void;
  remove(name: string): void;
  names(): readonly string[];
  /** The arguments with these headers. */
  arguments(): WriteHeadArguments;
}

/** Finds the headers among the arguments, where Node looks for them. */
export function givenHeaders(args: WriteHeadArguments): GivenHeaders | undefined {
  const position = typeof args[1] === 'string' || (args[2] ?? undefined) !== undefined ? 2 : 1;
  const given = args[position];
  if (typeof given !== 'object' || given === null) return undefined;
  return Array.isArray(given)
    ? new HeaderList(args, position, given)
    : new HeaderObject(args, position, given as OutgoingHttpHeaders);
}

class HeaderObject implements GivenHeaders {
  constructor(
    private readonly args: WriteHeadArguments,
    private readonly position: number,
    private headers: OutgoingHttpHeaders,
  ) {}

  get(name: string): OutgoingHttpHeader | undefined {
    let found: OutgoingHttpHeader | undefined;
    for (const key in this.headers) {
      if (!isSameName(key, name)) continue;
      const value = this.headers[key] ?? '';
      found = found === undefined ? value : `${String(found)}, ${String(value)}`;
    }
    return found;
  }

  set(name: string, value: string): void {
    this.remove(name);
    this.headers[name] = value;
  }

  remove(name: string): void {
    if (this.args[this.position] === this.headers) this.headers = { ...this.headers };
    for (const key in this.headers) {
      // Also under other spellings, which Node would send beside it.
      if (isSameName(key, name)) Reflect.deleteProperty(this.headers, key);
    }
  }

  names(): readonly string[] {
    return Object.keys(this.headers);
  }

  arguments(): WriteHeadArguments {
    return this.args[this.position] === this.headers
      ? this.args
      : this.args.with(this.position, this.headers);
  }
}

type HeaderEntry = readonly [name: string, value: OutgoingHttpHeader];

/**
 * `[name, value, name, value]` or `[[name, value], [name, value]]`. Once the response has headers of its own, Node keeps the last of several
 * lines in a list, and refuses pairs: so a header never stands on both.
 */
class HeaderList implements GivenHeaders {
  private readonly inPairs: boolean;
  private entries: readonly HeaderEntry[];

  constructor(
    private readonly args: WriteHeadArguments,
    private readonly position: number,
    list: readonly unknown[],
  ) {
    this.inPairs = Array.isArray(list[0]);
    this.entries = this.inPairs ? (list as HeaderEntry[]) : pairsOf(list);
  }

  get(name: string): OutgoingHttpHeader | undefined {
    const values = this.entries.filter(([key]) => isSameName(key, name)).map(([, value]) => value);
    return values.length === 0 ? undefined : values.join(', ');
  }

  set(name: string, value: string): void {
    this.remove(name);
    this.entries = [...this.entries, [name, value]];
  }

  remove(name: string): void {
    this.entries = this.entries.filter(([key]) => !isSameName(key, name));
  }

  names(): readonly string[] {
    return this.entries.map(([name]) => name);
  }

  arguments(): WriteHeadArguments {
    return this.args.with(this.position, this.inPairs ? this.entries : this.entries.flat());
  }
}

function pairsOf(list: readonly unknown[]): HeaderEntry[] {
  return Array.from({ length: list.length >> 1 }, (_, index) => [
    String(list[2 * index]),
    list[2 * index + 1] as OutgoingHttpHeader,
  ]);
}

function isSameName(key: string, name: string): boolean {
  return key.length === name.length && key.toLowerCase() === name.toLowerCase();
}
