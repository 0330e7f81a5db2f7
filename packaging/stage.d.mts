/** Writes the package as npm publishes it to `folder`, and returns the folder. */
export function stage(folder?: string): string;
