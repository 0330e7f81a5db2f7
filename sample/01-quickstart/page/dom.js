/** Creates an element: `el('p.note', { id: 'x' }, 'text', child)`. Text never becomes markup. */
export function el(selector, ...rest) {
  const [tag, ...classes] = selector.split('.');
  const element = document.createElement(tag);
  element.classList.add(...classes);
  const [attributes, children] = isAttributes(rest[0]) ? [rest[0], rest.slice(1)] : [{}, rest];
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

/** A symbol of index.html. It is decorative: the words beside it have the same meaning. */
export function icon(name) {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(namespace, 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

/** A block of highlighted code. */
export function code(text) {
  return el('pre.code', highlighted(text));
}

/** Code whose strings, comments and keywords have classes of their own. */
export function highlighted(text) {
  const element = el('code');
  for (const piece of text.split(/('[^']*'|\/\/[^\n]*|@\w+|\b(?:await|const|new|true|false)\b)/)) {
    const kind = kindOf(piece);
    element.append(kind === null ? piece : el(`span.code__${kind}`, piece));
  }
  return element;
}

function kindOf(piece) {
  if (piece.startsWith("'")) {
    return 'string';
  }
  if (piece.startsWith('//')) {
    return 'comment';
  }
  return /^(?:@\w+|await|const|new|true|false)$/.test(piece) ? 'word' : null;
}

function isAttributes(value) {
  return typeof value === 'object' && value !== null && !(value instanceof Node);
}
