/** Creates an element: `el('p.note', 'text', child)`. Text never becomes markup. */
export function el(selector, ...children) {
  const [tag, ...classes] = selector.split('.');
  const element = document.createElement(tag);
  element.classList.add(...classes);
  element.append(...children);
  return element;
}

export const byId = id => document.getElementById(id);
