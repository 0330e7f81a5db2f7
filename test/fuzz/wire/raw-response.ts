/** A response as its bytes say, read strictly: what no server may send is an error. */
export interface RawResponse {
  readonly status: number;
  /** In the order and spelling in which they came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Thrown for bytes that are no HTTP response. */
export class MalformedResponse extends Error {}

const END_OF_HEAD = '\r\n\r\n';
const STATUS_LINE = /^HTTP\/1\.1 ([1-5][0-9]{2}) [\x20-\x7e]*$/;
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?([\x21-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\xff])?|)$/;

/**
 * Reads the responses to requests with these methods, in order.
 *
 * @param text the bytes as latin1
 * @param ended whether nothing follows
 * @returns the complete ones: maybe fewer than methods
 */
export function readResponses(text: string, methods: readonly string[], ended: boolean): RawResponse[] {
  const responses: RawResponse[] = [];
  let position = 0;
  for (const method of methods) {
    const found = readOne(text, position, method, ended);
    if (found === undefined) return responses;
    responses.push(found.response);
    position = found.end;
  }
  if (position < text.length)
    throw new MalformedResponse(`bytes after the last response: ${excerpt(text, position)}`);
  return responses;
}

function readOne(
  text: string,
  start: number,
  method: string,
  ended: boolean,
): { response: RawResponse; end: number } | undefined {
  const headEnd = text.indexOf(END_OF_HEAD, start);
  if (headEnd === -1) return undefined;
  const [statusLine = '', ...lines] = text.slice(start, headEnd).split('\r\n');
  const status = Number(
    STATUS_LINE.exec(statusLine)?.[1] ?? malformed(`status line ${JSON.stringify(statusLine)}`),
  );
  const headers = lines.map(readHeaderLine);
  const bodyStart = headEnd + END_OF_HEAD.length;
  // An interim response: the final one follows.
  if (status < 200) return readOne(text, bodyStart, method, ended);
  const body = readBody(text, bodyStart, { method, status, headers }, ended);
  return body === undefined ? undefined : { response: { status, headers, body: body.text }, end: body.end };
}

function readHeaderLine(line: string): readonly [string, string] {
  const [, name, value] = HEADER_LINE.exec(line) ?? malformed(`header line ${JSON.stringify(line)}`);
  return [name ?? '', value ?? ''];
}

function readBody(
  text: string,
  start: number,
  { method, status, headers }: { method: string; status: number; headers: RawResponse['headers'] },
  ended: boolean,
): { text: string; end: number } | undefined {
  // The answer to an unreadable request has no method and no date.
  const isHead = method === 'HEAD' && valuesOf(headers, 'date').length > 0;
  if (isHead || status === 204 || status === 304) return { text: '', end: start };
  if (valuesOf(headers, 'transfer-encoding').includes('chunked')) return readChunks(text, start);
  const [length] = valuesOf(headers, 'content-length');
  if (length === undefined) {
    // Until the connection closes; Node's own 400 has no length and no body.
    return ended ? { text: text.slice(start), end: text.length } : undefined;
  }
  if (!/^[0-9]+$/.test(length)) malformed(`length ${JSON.stringify(length)}`);
  const end = start + Number(length);
  return end > text.length ? undefined : { text: text.slice(start, end), end };
}

function readChunks(text: string, start: number): { text: string; end: number } | undefined {
  let body = '';
  for (let position = start; ;) {
    const lineEnd = text.indexOf('\r\n', position);
    if (lineEnd === -1) return undefined;
    const size = text.slice(position, lineEnd);
    if (!/^[0-9a-f]+$/i.test(size)) malformed(`chunk size ${JSON.stringify(size)}`);
    const chunkStart = lineEnd + 2;
    const chunkEnd = chunkStart + Number.parseInt(size, 16);
    if (chunkEnd + 2 > text.length) return undefined;
    if (text.slice(chunkEnd, chunkEnd + 2) !== '\r\n')
      malformed(`end of chunk at ${excerpt(text, chunkEnd)}`);
    if (chunkEnd === chunkStart) return { text: body, end: chunkEnd + 2 };
    body += text.slice(chunkStart, chunkEnd);
    position = chunkEnd + 2;
  }
}

/** The values of a header, without regard to the case of its name. */
export function valuesOf(headers: RawResponse['headers'], name: string): string[] {
  return headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
}

function malformed(what: string): never {
  throw new MalformedResponse(`malformed ${what}`);
}

function excerpt(text: string, position: number): string {
  return JSON.stringify(text.slice(position, position + 200));
}
