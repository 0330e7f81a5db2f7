import { el } from './dom.js';

/** One way into the chat, with its outcome. */
export class WayView {
  #chip = el('span.chip', 'not tried');
  #facts = el('dl');

  constructor({ id, title, request }) {
    this.element = el(
      'li.way',
      el('div.way-head', el('h3', title, el('code', request)), this.#chip),
      this.#facts,
    );
    this.element.dataset.testid = id;
  }

  begin() {
    delete this.#chip.dataset.outcome;
    this.#chip.textContent = '…';
    this.#facts.replaceChildren();
  }

  /** @param facts lists of texts, by topic */
  end(outcome, facts) {
    this.#chip.dataset.outcome = outcome;
    this.#chip.textContent = outcome;
    for (const [about, texts] of Object.entries(facts)) {
      this.#facts.append(el('dt', about), ...texts.map(text => el('dd', text)));
    }
  }
}
