// Writes the README of the package page. The tarball contains neither docs/ nor the pictures, and
// some pages that show a package do not resolve relative links. So the links become addresses in
// the repository, at the tag of the version. `repository` in package.json is the one place with its
// address.
import hostedGitInfo from 'hosted-git-info';
import { statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { ROOT } from './entries.mjs';

/** Matches code in backticks, which stays unchanged, or the target of a link or a picture. */
const SPAN_OR_TARGET = /`[^`]*`|(\]\(|\b(?:src|srcset|href)=")([^)\s"]+)/g;
const ABSOLUTE = /^(?:[a-z][a-z\d+.-]*:|#|\/\/)/i;
const PICTURES = ['.png', '.svg', '.jpg', '.gif'];

/** Returns the text unchanged if the manifest has no `repository`. */
export function packageReadme(markdown, manifest) {
  const { repository } = manifest;
  if (repository === undefined) return markdown;
  const url = typeof repository === 'string' ? repository : repository.url;
  const host = hostedGitInfo.fromUrl(url);
  if (host === undefined)
    throw new Error(
      `package.json, repository: ${url} is on no host whose addresses of files are known. Use GitHub, GitLab or Bitbucket.`,
    );
  const committish = `v${manifest.version}`;
  const addressOf = target => {
    const [path, anchor] = target.split('#');
    const address = PICTURES.includes(extname(path))
      ? host.file(path, { committish })
      : statSync(join(ROOT, path)).isDirectory()
        ? host.browse(path, { committish })
        : host.browseFile(path, { committish });
    return anchor === undefined ? address : `${address}#${anchor}`;
  };
  let fenced = false;
  return markdown
    .split('\n')
    .map(line => {
      if (line.startsWith('```')) fenced = !fenced;
      if (fenced) return line;
      return line.replace(SPAN_OR_TARGET, (whole, before, target) =>
        target === undefined || ABSOLUTE.test(target) ? whole : before + addressOf(target),
      );
    })
    .join('\n');
}
