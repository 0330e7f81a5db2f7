/** What package.json says of the package. */
export interface PackageManifest {
  readonly version: string;
  readonly repository?: string | { readonly type: string; readonly url: string };
}

/**
 * The README with addresses in the repository in place of relative links, at the tag of the version.
 * Without `repository`, the text is returned as it is.
 */
export function packageReadme(markdown: string, manifest: PackageManifest): string;
