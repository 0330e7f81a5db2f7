/** A wrong command line, or a file that it names and that is not what it should be. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
