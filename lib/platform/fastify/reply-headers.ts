import type { FastifyReply } from './fastify-instance.js';

const OWN_HEADERS = 'fastify.reply.headers';

/** Tells whether anybody has set headers, without the copy of them that Fastify makes for who asks. */
export class ReplyHeaders {
  private key: symbol | undefined;

  areSet(reply: FastifyReply): boolean {
    this.key ??= Object.getOwnPropertySymbols(reply).find(({ description }) => description === OWN_HEADERS);
    const own: unknown = this.key && Reflect.get(reply, this.key);
    if (typeof own !== 'object' || own === null) return Object.keys(reply.getHeaders()).length > 0;
    return reply.raw.getHeaderNames().length > 0 || Object.keys(own).length > 0;
  }
}
