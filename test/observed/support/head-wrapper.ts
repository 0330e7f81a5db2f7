import type { ServerResponse } from 'node:http';
import { type Handler, isHandler } from './wrapping.js';

/** Replaces the `writeHead` of responses, as agents and middleware do, and counts its calls. */
export class HeadWrapper {
  calls = 0;
  private readonly header: string;

  constructor(readonly name = 'wrapped') {
    this.header = `x-${name}`;
  }

  readonly wrap = (response: object): void => {
    const original: unknown = Reflect.get(response, 'writeHead');
    if (isHandler(original)) Object.assign(response, { writeHead: this.around(original) });
  };

  /** One that gives its header with the others, and takes them as an object alone. */
  readonly wrapWithObject = (response: object): void => {
    const original: unknown = Reflect.get(response, 'writeHead');
    if (isHandler(original)) Object.assign(response, { writeHead: this.aroundObject(original) });
  };

  /** A `writeHead` that sets a header and goes on to the one that was there. */
  readonly around = (original: Handler): Handler => {
    const called = (response: ServerResponse): void => {
      this.calls += 1;
      response.setHeader(this.header, String(this.calls));
    };
    return function writeHead(this: ServerResponse, ...args: unknown[]) {
      called(this);
      return original.apply(this, args);
    };
  };

  private aroundObject(original: Handler): Handler {
    const called = (): object => {
      this.calls += 1;
      return { [this.header]: String(this.calls) };
    };
    return function writeHead(this: ServerResponse, status: unknown, ...others: unknown[]) {
      const headers = others.find(each => typeof each === 'object') ?? {};
      return original.call(this, status, { ...headers, ...called() });
    };
  }
}
