import type { ServerResponse } from 'node:http';
import type { EarlyDecision } from '../cors-decisions.js';
import type { CorsState } from '../cors-state.js';
import type { WriteHead } from '../response-headers.js';
import type { FastifyRequest } from './fastify-instance.js';

export const REQUEST = Symbol('nestjs-cors-policy: request');
export const STATE = Symbol('nestjs-cors-policy: state');
export const EARLY = Symbol('nestjs-cors-policy: early decision');
export const REFUSED = Symbol('nestjs-cors-policy: refused by enforce');
export const WRITE_HEAD = Symbol('nestjs-cors-policy: writeHead');

/** A raw response with what the module remembers of its request. */
export interface MarkedResponse extends ServerResponse {
  /** `null` once the module has answered it as a preflight. */
  [REQUEST]?: FastifyRequest | null;
  /** The state that the request began with: its answer belongs wholly to that one. */
  [STATE]?: CorsState;
  [EARLY]?: EarlyDecision;
  [REFUSED]?: true;
  /** What it had of its own before the module's. */
  [WRITE_HEAD]?: WriteHead;
}

/** Whether somebody had a `writeHead` of their own on a response, who may know headers in objects alone. */
export function isWrapped(response: MarkedResponse): boolean {
  return response[WRITE_HEAD] !== undefined;
}

/** Without the module's. */
export function ownWriteHeadOf(response: MarkedResponse): WriteHead {
  return writeHeadOf(Object.getPrototypeOf(response) as object);
}

export function writeHeadOf(response: object): WriteHead {
  return Reflect.get(response, 'writeHead') as WriteHead;
}
