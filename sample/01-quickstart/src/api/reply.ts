/** The method that Express's response and Fastify's reply have in common. */
export interface Reply {
  header(name: string, value: string): unknown;
}
