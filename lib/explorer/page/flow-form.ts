import type { FlowQuestion, SurfaceMessage } from '../messages.js';
import { element, newId, spoken } from './dom.js';
import { icon } from './icons.js';
import { isSocketUrl, questionFor } from './question.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const HEADERS = ['Authorization', 'Content-Type', 'If-Match', 'X-Requested-With'];

export interface FlowForm {
  readonly node: HTMLElement;
  read(): FlowQuestion;
}

/**
 * The form of a question.
 *
 * @param changed is called after each change
 */
export function flowForm(question: FlowQuestion, surface: SurfaceMessage, changed: () => void): FlowForm {
  const origin = textField(
    'Page origin',
    question.origin,
    ['null', ...surface.origins],
    'https://app.example.com',
  );
  const method = textField('Method', question.method, METHODS, 'GET');
  const paths = [...new Set(surface.routes.map(route => questionFor(route, surface, location).url))];
  const url = textField('Path, or a whole URL', question.url, paths, '/');
  const credentials = element('input', { type: 'checkbox', id: newId('field') });
  credentials.checked = question.credentials;

  const list = element('ul', { class: 'headers-asked' });
  const names = suggestions(HEADERS);
  const addHeader = (name: string, value: string): HTMLInputElement => {
    const { row, nameInput } = headerRow(name, value, names.id, changed);
    list.append(row);
    return nameInput;
  };
  for (const [name, value] of question.headers) addHeader(name, value);
  const add = element(
    'button',
    { type: 'button', class: 'button button--quiet' },
    icon('add'),
    'Add a header',
  );
  add.addEventListener('click', () => {
    addHeader('', '').focus();
  });

  const headers = element(
    'fieldset',
    {},
    element('legend', {}, 'Headers that the script sets'),
    list,
    names,
    add,
  );
  const check = element(
    'div',
    { class: 'check' },
    credentials,
    element(
      'label',
      { for: credentials.id },
      'With credentials',
      element('code', {}, "credentials: 'include'"),
    ),
  );
  const pair = element('div', { class: 'pair' }, method.node, url.node);
  const note = element(
    'p',
    { class: 'quiet' },
    'A WebSocket: GET without a preflight, without headers of the script, and always with cookies.',
  );
  /** The constructor of WebSocket takes nothing but a URL and subprotocols. */
  function adapt(): void {
    const isSocket = isSocketUrl(url.input.value.trim());
    for (const node of [method.node, headers, check]) node.hidden = isSocket;
    pair.classList.toggle('pair--socket', isSocket);
    note.hidden = !isSocket;
  }
  adapt();

  const form = element(
    'form',
    { 'class': 'ask', 'aria-label': 'The request' },
    origin.node,
    pair,
    note,
    headers,
    check,
  );
  form.addEventListener('input', () => {
    adapt();
    changed();
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
  });

  return { node: form, read };

  function read(): FlowQuestion {
    const target = url.input.value.trim();
    const isSocket = isSocketUrl(target);
    return {
      origin: origin.input.value.trim(),
      method: isSocket ? 'GET' : method.input.value.trim(),
      url: target,
      headers: isSocket ? [] : [...list.children].flatMap(readRow),
      credentials: !isSocket && credentials.checked,
    };
  }
}

function textField(
  label: string,
  value: string,
  offers: readonly string[],
  placeholder: string,
): { readonly node: HTMLElement; readonly input: HTMLInputElement } {
  const offered = suggestions(offers);
  const input = element('input', {
    type: 'text',
    id: newId('field'),
    list: offered.id,
    placeholder,
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
  });
  input.value = value;
  const node = element('div', { class: 'field' }, element('label', { for: input.id }, label), input, offered);
  return { node, input };
}

function suggestions(texts: readonly string[]): HTMLDataListElement {
  return element(
    'datalist',
    { id: newId('offers') },
    ...texts.map(text => element('option', { value: text })),
  );
}

function headerRow(
  name: string,
  value: string,
  offers: string,
  changed: () => void,
): { readonly row: HTMLElement; readonly nameInput: HTMLInputElement } {
  const nameInput = element('input', {
    'type': 'text',
    'aria-label': 'Header name',
    'placeholder': 'Name',
    'list': offers,
    'autocomplete': 'off',
    'spellcheck': 'false',
  });
  nameInput.value = name;
  const valueInput = element('input', {
    'type': 'text',
    'aria-label': 'Header value',
    'placeholder': 'Value',
    'autocomplete': 'off',
    'spellcheck': 'false',
  });
  valueInput.value = value;
  const remove = element(
    'button',
    { type: 'button', class: 'button button--icon' },
    icon('remove'),
    spoken('Remove this header'),
  );
  const row = element('li', {}, nameInput, valueInput, remove);
  remove.addEventListener('click', () => {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const focus =
      next?.querySelector('input') ?? row.closest('fieldset')?.querySelector<HTMLElement>('.button--quiet');
    row.remove();
    focus?.focus();
    changed();
  });
  return { row, nameInput };
}

function readRow(row: Element): (readonly [string, string])[] {
  const [name, value] = row.querySelectorAll('input');
  const written = name?.value.trim() ?? '';
  return written === '' ? [] : [[written, value?.value.trim() ?? '']];
}
