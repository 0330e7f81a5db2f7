/** On a grid of 16 by 16, drawn with lines. */
const PATHS = {
  'any-origin': 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM2 8h12M8 2c2.2 2 2.2 10 0 12M8 2c-2.2 2-2.2 10 0 12',
  'credentials': 'M10.5 2.5a3 3 0 1 1-2.2 5L3 12.8V14h2v-1.6h1.6v-1.6M10.9 5.1h.01',
  'no-access': 'M4 7.5h8V14H4ZM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  'simple-post': 'M2 8h10M9 5l3 3-3 3M14.5 2.5V5M14.5 11v2.5',
  'enforced': 'M8 2 3 4v4c0 3 2 5 5 6 3-1 5-3 5-6V4Z',
  'versions-differ': 'M8 14V9M8 9 4 5M8 9l4-4M4 8V5h3M12 8V5H9',
  'passed': 'm3 8.5 3.5 3.5L13 4.5',
  'failed': 'm4 4 8 8M12 4l-8 8',
  'noted': 'M8 7.5v4M8 4.6v.01',
  'moot': 'M5.5 8h5',
  'step': 'M8 7.2a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6Z',
  'chevron': 'm6 3.5 4.5 4.5L6 12.5',
  'arrow': 'M2.5 8h11M9.5 4l4 4-4 4',
  'copy': 'M5.5 5.5V2.5h8v8h-3M2.5 5.5h8v8h-8Z',
  'remove': 'm4.5 4.5 7 7M11.5 4.5l-7 7',
  'add': 'M8 3v10M3 8h10',
} as const;

export type IconName = keyof typeof PATHS;

const SVG = 'http://www.w3.org/2000/svg';

/** Hidden from assistive technology: words beside it, or spoken words, have the same meaning. */
export function icon(name: IconName): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `icon icon--${name}`);
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
