import type { SurfaceMessage } from '../messages.js';
import { element } from './dom.js';
import { flowView } from './flow-view.js';
import { type LiveView, liveView } from './live-view.js';
import { type Place, readPlace } from './place.js';
import { loadSurface } from './server.js';
import { surfaceView } from './surface-view.js';

const TITLES = { surface: 'Surface', flow: 'Flow', live: 'Live' } as const;

const main = document.querySelector<HTMLElement>('#main') ?? document.body;
let live: LiveView | undefined;

function draw({ view, query }: Place, surface: SurfaceMessage): HTMLElement {
  switch (view) {
    case 'surface':
      return surfaceView(surface, query);
    case 'flow':
      return flowView(surface, query);
    case 'live':
      live = liveView(query);
      return live.node;
  }
}

function show(surface: SurfaceMessage): void {
  const place = readPlace(location.hash);
  // An open stream holds one of the few connections that a browser has for a server.
  live?.close();
  live = undefined;
  main.replaceChildren(draw(place, surface));
  document.documentElement.dataset.place = location.hash;
  document.title = `${TITLES[place.view]} · CORS explorer`;
  for (const link of document.querySelectorAll<HTMLElement>('[data-view]')) {
    if (link.dataset.view === place.view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

async function start(): Promise<void> {
  // A cookie has the token from here on. An address with the token could be passed on.
  if (location.search !== '') history.replaceState(null, '', `${location.pathname}${location.hash}`);
  const where = document.querySelector('#where');
  if (where !== null) where.textContent = location.host;
  try {
    // It is loaded again for each view, since a reload of the policies changes it.
    let surface = await loadSurface();
    show(surface);
    addEventListener('hashchange', () => {
      void loadSurface()
        .then(fresh => {
          surface = fresh;
        })
        .catch(() => undefined)
        .then(() => {
          show(surface);
          main.focus({ preventScroll: true });
          scrollTo(0, 0);
        });
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    main.replaceChildren(
      element('p', { class: 'empty', role: 'alert' }, `The surface did not load. ${reason}`),
    );
  }
  document.documentElement.dataset.ready = '';
}

// The fragment is the place, which the skip link must not replace.
document.querySelector('.skip')?.addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
// Paper cannot be unfolded.
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});
addEventListener('pagehide', () => {
  live?.close();
});

// A page that comes back from the browser's memory has a closed stream.
addEventListener('pageshow', event => {
  if (event.persisted) location.reload();
});

void start();
