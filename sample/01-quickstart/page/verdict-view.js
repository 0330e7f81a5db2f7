import { el, icon } from './dom.js';
import { explain } from './verdict.js';

/** The place in a card for the verdict on one origin. */
export function verdictView(scenario, role) {
  const chip = el('p.chip', { 'data-testid': `verdict-${scenario.id}-${role}` }, 'not run yet');
  const headline = el('p.verdict__headline');
  const label = el('p.verdict__role', role);
  const cell = el('div.verdict', { 'data-role': role }, label, chip, headline);
  return { cell, chip, headline };
}

export function showVerdict({ cell, chip, headline }, result) {
  setChip(chip, result.outcome);
  cell.dataset.outcome = result.outcome;
  headline.textContent = explain(result).headline;
}

export function showNoVerdict({ cell, chip, headline }, message) {
  delete chip.dataset.outcome;
  delete cell.dataset.outcome;
  chip.replaceChildren('no response');
  headline.textContent = message;
}

export function setChip(chip, outcome) {
  chip.dataset.outcome = outcome;
  chip.replaceChildren(icon(outcome === 'readable' ? 'check' : 'stop'), outcome);
}
