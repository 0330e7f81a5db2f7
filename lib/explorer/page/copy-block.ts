import { element, newId } from './dom.js';
import { icon } from './icons.js';

/** How long a button shows its result, in milliseconds. */
const SAID = 2_000;

/** Text with a button that copies it. */
export function copyBlock(title: string, text: string): HTMLElement {
  const id = newId('copy');
  const word = element('span', { role: 'status' }, 'Copy');
  const code = element('pre', { 'tabindex': '0', 'aria-labelledby': id }, element('code', {}, text));
  const button = element(
    'button',
    { 'type': 'button', 'class': 'button button--quiet', 'aria-describedby': id },
    icon('copy'),
    word,
  );
  button.addEventListener('click', () => {
    void copy(text, code).then(said => {
      word.textContent = said;
      setTimeout(() => {
        word.textContent = 'Copy';
      }, SAID);
    });
  });
  return element(
    'section',
    { class: 'copy' },
    element('div', { class: 'copy__head' }, element('h2', { id }, title), button),
    code,
  );
}

async function copy(text: string, shown: HTMLElement): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied';
  } catch {
    // Pages without https have no access to the clipboard. The user can copy the selection.
    getSelection()?.selectAllChildren(shown);
    return 'Selected';
  }
}
