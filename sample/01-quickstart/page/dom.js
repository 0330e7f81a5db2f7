/** A small element builder: `el('p.note', { id: 'x' }, 'text', child)`. Text never becomes markup. */
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

/** One of the symbols in index.html. It is decoration: the words beside it say the same. */
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

/** Code with its strings, comments and keywords told apart. */
export function code(text) {
  const pre = el('pre.code');
  const inner = el('code');
  for (const piece of text.split(/('[^']*'|\/\/[^\n]*|@\w+|\b(?:await|const|new|true|false)\b)/)) {
    const kind = kindOf(piece);
    inner.append(kind === null ? piece : el(`span.code__${kind}`, piece));
  }
  pre.append(inner);
  return pre;
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
