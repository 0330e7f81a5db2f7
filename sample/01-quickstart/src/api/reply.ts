/** What Express' response and Fastify's reply have in common here. */
export interface Reply {
  header(name: string, value: string): unknown;
}
