import type { PreflightAnswer } from '../../policy/index.js';
import { appendVary } from '../response-headers.js';
import type { FastifyReply } from './fastify-instance.js';

/** Sends a preflight's answer by Fastify, beside the headers that a hook has set, and by the hooks for what is sent. */
export function sendByFastify(reply: FastifyReply, { status, headers, vary }: PreflightAnswer): void {
  reply.code(status).header('Vary', appendVary(reply.getHeader('Vary'), vary));
  for (const [name, value] of headers) reply.header(name, value);
  reply.send();
}
