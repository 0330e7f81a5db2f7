/** A request and its answer, as a page writes them down. */
export interface WrittenExchange {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  readonly response: { readonly status: number; readonly headers: Readonly<Record<string, string>> };
}

const REQUEST_LINE = /^([A-Z]+) (\/\S*)$/;
const STATUS_LINE = /^HTTP\/1\.1 (\d{3})(?: [\w ]+)?$/;
const HEADER = /^([\w-]+): (.+)$/;

/**
 * Exchanges with `###` between them: a request, its body if it has one, and the answer, separated
 * by empty lines.
 */
export function readExchanges(text: string): readonly WrittenExchange[] {
  return text.split(/^###$\n?/m).map(exchange => {
    const parts = exchange.trim().split('\n\n');
    if (parts.length > 3) throw new Error(`A request and an answer expected: ${exchange}`);
    const [request = '', body] = parts;
    const response = parts.at(-1) ?? '';
    const [line = '', ...headers] = request.split('\n');
    const [, method = '', path = ''] = REQUEST_LINE.exec(line) ?? [];
    if (method === '') throw new Error(`No request line: ${line}`);
    const asked = { method, path, headers: readHeaders(headers) };
    return {
      request: body === undefined || parts.length < 3 ? asked : { ...asked, body },
      response: readAnswer(response),
    };
  });
}

/** The head of an answer. */
export function readAnswer(text: string): WrittenExchange['response'] {
  const [line = '', ...headers] = text.trim().split('\n');
  const status = STATUS_LINE.exec(line)?.[1];
  if (status === undefined) throw new Error(`No status line: ${line}`);
  return { status: Number(status), headers: readHeaders(headers) };
}

/** The request of `curl`: a URL, `-X`, and headers with `-H` in single quotes. */
export function readCurl(command: string): WrittenExchange['request'] {
  const url = /https?:\/\/localhost:\d+(\/[^\s'|]*)/.exec(command)?.[1];
  if (url === undefined) throw new Error(`No URL: ${command}`);
  return {
    method: /-X (\w+)/.exec(command)?.[1] ?? 'GET',
    path: url,
    headers: readHeaders([...command.matchAll(/-H '([^']+)'/g)].map(([, header = '']) => header)),
  };
}

function readHeaders(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map(line => {
      const [, name, value] = HEADER.exec(line) ?? [];
      if (name === undefined || value === undefined) throw new Error(`No header: ${line}`);
      return [name.toLowerCase(), value];
    }),
  );
}
