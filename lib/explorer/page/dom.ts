export type Child = Node | string | undefined;
type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** Makes an element. Text is only ever text: nothing that a client sent is read as HTML. */
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

/** Text that only a screen reader says. */
export function spoken(text: string): HTMLElement {
  return element('span', { class: 'spoken' }, text);
}

let made = 0;

/** An id that nothing else on the page has. */
export function newId(prefix: string): string {
  made += 1;
  return `${prefix}-${String(made)}`;
}
