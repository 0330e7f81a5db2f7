import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import {
  CLAUSES,
  type FetchResponse,
  type Fetched,
  HeaderList,
  type WireRequest,
} from '../../browser/index.js';
import type { Deadline } from './deadline.js';
import { type NetworkFailure, networkFailure } from './network-failure.js';

/** A request and its response. */
export interface Sent {
  readonly method: string;
  /** The page's method, if the check sent another one in its place. */
  readonly inPlaceOf: string | undefined;
  readonly url: URL;
  readonly headers: HeaderList;
  readonly response: FetchResponse | undefined;
  readonly failure: NetworkFailure | undefined;
  readonly milliseconds: number;
}

const SENT_METHODS = ['GET', 'HEAD', 'OPTIONS'];
/** In milliseconds: for the head of a response, and then for the part of the body that is read. */
const LONGEST_WAIT = 10_000;
const LONGEST_BODY_WAIT = 1_000;
/** In bytes. */
const LARGEST_HEAD = 65_536;
const LARGEST_BODY = 16_384;
const DESCRIBES_BODY = /^content-/i;

/**
 * The network of a check: one host, and OPTIONS, GET and HEAD. Other methods could change
 * something, so GET is sent in their place. A redirect to another host fails without a request.
 */
export class HostNetwork {
  readonly log: Sent[] = [];

  constructor(
    private readonly host: string,
    private readonly deadline: Deadline,
    /** Whether only preflights are sent. */
    private readonly preflightsOnly: boolean,
  ) {}

  async send(request: WireRequest): Promise<Fetched> {
    const { response, failure } = await this.ask(request);
    return response ?? { error: failure?.what ?? '', clause: CLAUSES.network };
  }

  /** Sends a request, and adds it to the log. */
  async ask({ method, url, headers }: WireRequest): Promise<Sent> {
    const isSent = SENT_METHODS.includes(method);
    const asked: WireRequest = isSent
      ? { method, url, headers }
      : { method: 'GET', url, headers: withoutBody(headers) };
    const started = Date.now();
    const answer = this.whyNot(asked) ?? (await this.exchange(asked));
    const sent: Sent = {
      ...asked,
      inPlaceOf: isSent ? undefined : method,
      response: 'status' in answer ? answer : undefined,
      failure: 'status' in answer ? undefined : answer,
      milliseconds: Date.now() - started,
    };
    this.log.push(sent);
    return sent;
  }

  private whyNot({ method, url, headers }: WireRequest): NetworkFailure | undefined {
    if (url.hostname !== this.host)
      return {
        code: 'not-followed',
        what: `The redirect leads to another host, ${url.origin}. The check does not follow it.`,
        change: `Change the URL of the page to ${url.origin}, or check that URL.`,
      };
    const isPreflight = method === 'OPTIONS' && headers.has('Access-Control-Request-Method');
    return this.preflightsOnly && !isPreflight
      ? { code: 'not-sent', what: 'With --preflight-only, the request itself is not sent.', change: '' }
      : undefined;
  }

  private async exchange(request: WireRequest): Promise<FetchResponse | NetworkFailure> {
    const patience = Math.min(LONGEST_WAIT, this.deadline.remaining);
    try {
      return await exchangeOnce(request, patience);
    } catch (error) {
      return error instanceof TimeIsUp
        ? {
            code: 'timeout',
            what: `${request.url.host} did not answer ${request.method} within ${Math.ceil(patience / 1000)} seconds.`,
            change:
              'Look for this request in the logs of the server. Find out whether it arrives, and what it waits for.',
          }
        : networkFailure(error, request.url.host);
    }
  }
}

class TimeIsUp extends Error {}

function exchangeOnce({ method, url, headers }: WireRequest, patience: number): Promise<FetchResponse> {
  return new Promise((resolve, reject) => {
    const options = {
      method,
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
      path: `${url.pathname}${url.search}`,
      headers: { ...headers.toObject(), Host: url.host },
      agent: false,
      maxHeaderSize: LARGEST_HEAD,
    };
    const outgoing: ClientRequest = url.protocol === 'https:' ? requestHttps(options) : requestHttp(options);
    // The limit is for the whole head: a server could send it byte by byte.
    const timer = setTimeout(() => outgoing.destroy(new TimeIsUp()), patience);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    outgoing.on('error', fail);
    // Without a response. If a server switches protocols unasked, Node emits no other event.
    outgoing.on('close', () => {
      fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    });
    outgoing.on('response', response => {
      clearTimeout(timer);
      readStart(response, Math.min(patience, LONGEST_BODY_WAIT), body => {
        outgoing.destroy();
        resolve({
          status: response.statusCode ?? 0,
          headers: HeaderList.fromRawHeaders(response.rawHeaders),
          body,
        });
      });
    });
    outgoing.end();
  });
}

/** Reads the start of a body, which shows its source. The rest may be long or slow. */
function readStart(response: IncomingMessage, patience: number, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const finish = () => {
    clearTimeout(timer);
    done(Buffer.concat(chunks).subarray(0, LARGEST_BODY));
  };
  const timer = setTimeout(finish, patience);
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= LARGEST_BODY) finish();
  });
  response.on('end', finish);
  response.on('error', finish);
}

function withoutBody(headers: HeaderList): HeaderList {
  return new HeaderList([...headers].filter(([name]) => !DESCRIBES_BODY.test(name)));
}
