import { type IncomingHttpHeaders } from 'node:http';

/** The request header that tells requests apart. */
export const NUMBER = 'x-request-number';

/** Something that happened to a request inside the application. */
export type Entry =
  /** A route of Nest was entered: its guard ran. */
  | { readonly what: 'route'; readonly name: string }
  /** Its handler ran. */
  | { readonly what: 'handler'; readonly name: string }
  | { readonly what: 'platform-route'; readonly index: number; readonly passes: boolean }
  | { readonly what: 'middleware'; readonly index: number }
  | { readonly what: 'asked'; readonly predicate: string };

/** The events of each request, in order. */
export class Journal {
  private readonly entries = new Map<string, Entry[]>();

  record(headers: IncomingHttpHeaders, entry: Entry): void {
    const number = String(headers[NUMBER]);
    this.entries.set(number, [...(this.entries.get(number) ?? []), entry]);
  }

  /** Returns the events of a request and removes them. */
  take(number: string): readonly Entry[] {
    const taken = this.entries.get(number) ?? [];
    this.entries.delete(number);
    return taken;
  }
}
