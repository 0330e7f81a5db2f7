export type HeaderLine = readonly [name: string, value: string];

/** A request before it is bytes. All texts are latin1: one character, one byte. */
export interface WireRequest {
  readonly method: string;
  readonly target: string;
  readonly version: '1.0' | '1.1';
  readonly headers: readonly HeaderLine[];
  /** Whatever follows the head. */
  readonly body: string;
}

export function textOf({ method, target, version, headers, body }: WireRequest): string {
  const lines = headers.map(([name, value]) => `${name}:${value}\r\n`).join('');
  return `${method} ${target} HTTP/${version}\r\n${lines}\r\n${body}`;
}

/** The value that a request's lines of one name amount to, as HTTP has it; absent without such a line. */
export function headerOf({ headers }: WireRequest, name: string): string | undefined {
  const values = headers
    .filter(([each]) => each.toLowerCase() === name)
    .map(([, value]) => stripWhitespace(value));
  return values.length === 0 ? undefined : values.join(', ');
}

function stripWhitespace(value: string): string {
  return value.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '');
}
