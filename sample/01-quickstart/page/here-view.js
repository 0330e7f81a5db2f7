import { el, icon } from './dom.js';

const ROLES = {
  trusted: { symbol: 'shield', other: 'untrusted', meaning: 'The API’s policies name this origin.' },
  untrusted: { symbol: 'stranger', other: 'trusted', meaning: 'No policy of the API names this origin.' },
};

/** Says on which of the two origins the page stands, with the way to the other. */
export function showHere(section, setup, role) {
  const { symbol, other, meaning } = ROLES[role];
  section.dataset.role = role;
  section.replaceChildren(
    el('p.here__role', icon(symbol), el('span', 'You are on the ', el('strong', role), ' origin')),
    anatomy(location),
    el('p.here__meaning', meaning),
    el(
      'dl.here__others',
      el('div', el('dt', 'It calls'), el('dd', setup.api)),
      el(
        'div',
        el('dt', 'Runs on'),
        el('dd', setup.platform === 'fastify' ? 'Nest with Fastify' : 'Nest with Express'),
      ),
    ),
    el(
      'a.button.here__link',
      { 'href': setup[other], 'data-testid': 'other-origin' },
      `See it from the ${other} origin`,
      icon('arrow'),
    ),
  );
}

function anatomy({ protocol, hostname, port }) {
  return el(
    'p.origin',
    part(protocol.replace(':', ''), 'scheme'),
    el('span.origin__mark', '://'),
    part(hostname, 'host'),
    el('span.origin__mark', ':'),
    part(port, 'port'),
  );
}

function part(text, name) {
  return el('span.origin__part', el('b', text), el('i', { 'aria-hidden': 'true' }, name));
}
