import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { PAGE_FILES } from '../../../lib/explorer/page-files.generated.js';

const FOLDER = fileURLToPath(new URL('../../../docs/images/', import.meta.url));
const LIST = `${FOLDER}pictures.json`;

/** The entry of a picture in docs/images/pictures.json. */
interface PictureEntry {
  /** The digest of what the page showed when the picture was made. */
  readonly state: string;
  /** The digest of the PNG file. */
  readonly file: string;
}

/** Whether pictures that are out of date are made anew: with `EXPLORER_PICTURES=1`. */
export const MAKES_PICTURES = process.env.EXPLORER_PICTURES !== undefined;

export function pictureEntries(): Record<string, PictureEntry> {
  return existsSync(LIST) ? (JSON.parse(readFileSync(LIST, 'utf8')) as Record<string, PictureEntry>) : {};
}

/** The current facts about a picture. Without `file` if there is no picture. */
export async function currentEntry(name: string, page: Page): Promise<Partial<PictureEntry>> {
  const path = `${FOLDER}${name}`;
  const state = digestOf(await pictureState(page));
  return existsSync(path) ? { state, file: digestOf(readFileSync(path)) } : { state };
}

/** Makes a picture, and writes down what it shows. */
export async function makePicture(name: string, page: Page): Promise<void> {
  const state = digestOf(await pictureState(page));
  const file = digestOf(await page.screenshot({ path: `${FOLDER}${name}`, caret: 'initial' }));
  const entries = Object.entries({ ...pictureEntries(), [name]: { state, file } });
  const sorted = entries.sort(([one], [other]) => (one < other ? -1 : 1));
  writeFileSync(LIST, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}

/**
 * The content of a picture without its pixels, which depend on the fonts of a machine. It consists
 * of the content of the page, its style sheet, its icon and the size of the window.
 */
async function pictureState(page: Page): Promise<string> {
  const shown = String(await page.evaluate("document.querySelector('main').outerHTML"));
  const size = JSON.stringify(page.viewportSize());
  const files = ['page.css', 'icon.svg'].map(name => PAGE_FILES.get(name)?.content ?? '');
  return [size, ...files, withoutRun(shown)]
    .join('\n')
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ');
}

/** Without the port and the time of this run. */
function withoutRun(html: string): string {
  return html
    .replace(/(?:127\.0\.0\.1|localhost)(?::|%3A)\d+/g, 'host')
    .replace(/<time [^>]*>[^<]*/g, '<time>');
}

function digestOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
