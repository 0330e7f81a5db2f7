import type { ServerResponse } from 'node:http';
import type { PreflightAnswer } from '../policy/index.js';
import { ResponseAccess, applyPreflight } from './response-headers.js';

/** Sends the answer to a preflight on a Node response. */
export function sendPreflight(response: ServerResponse, answer: PreflightAnswer): void {
  applyPreflight(answer, new ResponseAccess(response));
  response.writeHead(answer.status);
  response.end();
}
