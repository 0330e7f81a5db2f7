import type { IncomingMessage } from 'node:http';
import { parse as parseQuery } from 'node:querystring';

/** The most bytes of a body, as Express has it. */
const LIMIT = 100 * 1024;

export interface ParsedBody {
  readonly body: unknown;
  readonly rawBody: Buffer;
}

/** An error of the client, in the form that Nest's exception layer knows from `http-errors`. */
class BodyError extends Error {
  readonly status: number;
  readonly expose = true;

  constructor(
    readonly statusCode: number,
    message: string,
  ) {
    super(message);
    this.status = statusCode;
  }
}

/** Reads a JSON or form body, or nothing where the request has neither. */
export async function readBody(request: IncomingMessage): Promise<ParsedBody | undefined> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const parse = type === undefined ? undefined : PARSERS[type];
  const hasBody =
    request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
  if (parse === undefined || !hasBody) return undefined;
  const rawBody = await read(request);
  return { rawBody, body: parse(rawBody.toString()) };
}

const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  'application/json': text => {
    if (text === '') return {};
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      throw new BodyError(400, error instanceof Error ? error.message : 'The body is no JSON.');
    }
  },
  'application/x-www-form-urlencoded': text => ({ ...parseQuery(text) }),
};

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // The whole of it, so that the connection can be used again.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= LIMIT) chunks.push(chunk);
  }
  if (length > LIMIT) throw new BodyError(413, 'request entity too large');
  return Buffer.concat(chunks);
}
