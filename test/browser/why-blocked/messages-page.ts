import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type BrowserName = 'Chromium' | 'Firefox' | 'Safari';

/** A section of docs/why-blocked.md that begins with what consoles say. */
export interface MessagesSection {
  readonly heading: string;
  readonly messages: readonly { readonly browser: BrowserName; readonly text: string }[];
}

const SECTION = /^###? (.*)\n\n```text\n([^]*?)^```$/gm;
const MESSAGE = /^(Chromium|Firefox|Safari): +(.*)$/gm;

export const page = readFileSync(join(process.cwd(), 'docs/why-blocked.md'), 'utf8');

/** The code that the page shows. */
export const codeBlocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);

export const sections: readonly MessagesSection[] = [...page.matchAll(SECTION)].map(
  ([, heading = '', block = '']) => ({
    heading: heading.replaceAll('`', ''),
    messages: [...block.matchAll(MESSAGE)].map(([, browser = '', text = '']) => ({
      browser: browser as BrowserName,
      text,
    })),
  }),
);

/**
 * Whether a console wrote the message of the page. The text must be equal except for the address.
 * `…` matches the parts that differ between machines.
 */
export function isSaid(text: string, messages: readonly string[]): boolean {
  const escaped = text.split('…').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${escaped.join('.*')}$`);
  return messages.some(message => pattern.test(asOnPage(message)));
}

/** On the page, every request is for the same thing. */
export function asOnPage(message: string): string {
  return message.replace(
    /\b(https?):\/\/(?:api|silent|front|nowhere)\.example\.com\/[\w/-]*/g,
    '$1://api.example.com/cats',
  );
}
