import type { OutgoingHttpHeader } from 'node:http';
import type { HeaderAccess } from '../../exchange/index.js';
import type { FastifyReply } from './fastify-instance.js';

/** The headers of a reply, including those of its raw response. */
export class ReplyAccess implements HeaderAccess {
  constructor(private readonly reply: FastifyReply) {}

  get(name: string): OutgoingHttpHeader | undefined {
    return this.reply.getHeader(name);
  }

  set(name: string, value: string): void {
    this.reply.header(name, value);
  }

  remove(name: string): void {
    this.reply.removeHeader(name);
    this.reply.raw.removeHeader(name);
  }

  names(): readonly string[] {
    return Object.keys(this.reply.getHeaders());
  }
}
