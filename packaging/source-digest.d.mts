/** A digest of the names and contents of all sources in folders and files below `root`. */
export function digestOf(paths: readonly string[], root?: string): string;
/** Whether a file has a digest. */
export function isCurrent(file: string, digest: string): boolean;
