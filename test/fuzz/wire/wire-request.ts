export type HeaderLine = readonly [name: string, value: string];

/** A request before it is bytes. All texts are latin1: one character, one byte. */
export interface WireRequest {
  readonly method: string;
  readonly target: string;
  readonly version: '1.0' | '1.1';
  readonly headers: readonly HeaderLine[];
  /** The bytes after the head. */
  readonly body: string;
}

export function textOf({ method, target, version, headers, body }: WireRequest): string {
  const lines = headers.map(([name, value]) => `${name}:${value}\r\n`).join('');
  return `${method} ${target} HTTP/${version}\r\n${lines}\r\n${body}`;
}

/**
 * The combined value of a request's lines with one name, by HTTP. Absent if there is no such line.
 */
export function headerOf({ headers }: WireRequest, name: string): string | undefined {
  const values = headers
    .filter(([each]) => each.toLowerCase() === name)
    .map(([, value]) => stripWhitespace(value));
  return values.length === 0 ? undefined : values.join(', ');
}

function stripWhitespace(value: string): string {
  return value.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '');
}
