export type Child = Node | string | undefined;
type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** Makes an element. Strings become text, so text of a client is never read as HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') made.setAttribute(name, value);
    else if (value === true) made.setAttribute(name, '');
  }
  made.append(...children.filter(child => child !== undefined));
  return made;
}

/** Text for screen readers alone. */
export function spoken(text: string): HTMLElement {
  return element('span', { class: 'spoken' }, text);
}

let made = 0;

/** An id that is unique on the page. */
export function newId(prefix: string): string {
  made += 1;
  return `${prefix}-${String(made)}`;
}
