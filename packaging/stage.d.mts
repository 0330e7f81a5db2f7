import type { PackageManifest } from './package-readme.mjs';

/**
 * Writes the package as npm publishes it to `folder`, and returns the folder.
 *
 * @param manifest - package.json. Default: that of this repository.
 */
export function stage(folder?: string, manifest?: PackageManifest): string;
