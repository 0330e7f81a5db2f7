import type { PreflightAnswer } from '../../policy/index.js';
import { appendVary } from '../response-headers.js';
import type { FastifyReply } from './fastify-instance.js';

/** Sends a preflight's answer by Fastify, beside the headers that a hook has set, and by the hooks for what is sent. */
export function sendByFastify(reply: FastifyReply, { status, headers, vary }: PreflightAnswer): void {
  reply.code(status).header('Vary', appendVary(reply.getHeader('Vary'), vary));
  for (const [name, value] of headers) reply.header(name, value);
  reply.send();
}

/**
 * Sends it past Fastify, whose hooks for what was sent run even so: a preflight costs a tenth less. For where no hook has set headers, or
 * waits for what is sent.
 */
export function sendAtOnce(reply: FastifyReply, { status, headers, vary }: PreflightAnswer): void {
  const head = ['Vary', vary];
  if (status !== 204) head.push('Content-Length', '0');
  for (const [name, value] of headers) head.push(name, value);
  const { raw } = reply.hijack();
  raw.writeHead(status, head);
  raw.end();
}
