import { toInit } from './request.js';
import { LOGIN } from './scenarios.js';

const POLLS = 40;
const PAUSE_MS = 25;

/**
 * Sends a scenario's request, and asks the page's own server for the record of the API's server.
 * The cards draw the result, and tests read it.
 */
export async function runScenario(scenario, setup) {
  const flow = crypto.randomUUID();
  const login = scenario.login ? await logIn(setup, `${flow}-login`) : null;
  const read = await send(scenario.request, setup.api, flow);
  const seen = await seenByServer(flow);
  if (seen.length === 0) {
    throw new Error(`No request arrived at ${setup.api}. Is the API still running?`);
  }
  return {
    scenario: scenario.id,
    origin: location.origin,
    ...read,
    preflight: seen.find(exchange => exchange.preflight) ?? null,
    actual: seen.find(exchange => !exchange.preflight) ?? null,
    login,
  };
}

async function logIn(setup, flow) {
  const { outcome } = await send(LOGIN, setup.api, flow);
  const actual = (await seenByServer(flow)).find(exchange => !exchange.preflight) ?? null;
  return { outcome, actual };
}

async function send(request, api, flow) {
  try {
    const response = await fetch(`${api}${request.path}?flow=${flow}`, toInit(request));
    return {
      outcome: 'readable',
      status: response.status,
      readableHeaders: Object.fromEntries(response.headers),
      body: await response.text(),
      error: null,
    };
  } catch (error) {
    return { outcome: 'blocked', status: null, readableHeaders: {}, body: null, error: String(error) };
  }
}

/** Polls, because the end of a response can reach the browser before the recorder. */
async function seenByServer(flow) {
  for (let poll = 1; ; poll += 1) {
    const exchanges = await (await fetch(`/flow?id=${flow}`)).json();
    const isOver = exchanges.length > 0 && exchanges.every(exchange => exchange.status !== null);
    if (isOver || poll === POLLS) {
      return exchanges;
    }
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  }
}
