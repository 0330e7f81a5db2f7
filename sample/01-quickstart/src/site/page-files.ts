import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';

const FOLDER = new URL('../../page/', import.meta.url);

const CONTENT_TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
]);

export interface PageFile {
  contentType: string;
  content: Buffer;
}

/** Reads only files whose names are in the folder, so a request cannot choose another path. */
export class PageFiles {
  private readonly names = new Set(readdirSync(FOLDER));

  async read(pathname: string): Promise<PageFile | undefined> {
    const name = pathname === '/' ? 'index.html' : pathname.slice(1);
    const contentType = CONTENT_TYPES.get(extname(name));
    if (!this.names.has(name) || contentType === undefined) {
      return undefined;
    }
    return { contentType, content: await readFile(new URL(name, FOLDER)) };
  }
}
