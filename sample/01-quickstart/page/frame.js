import { runScenario } from './run.js';
import { SCENARIOS } from './scenarios.js';

const setup = await (await fetch('setup.json')).json();
const parentOrigin = location.origin === setup.trusted ? setup.untrusted : setup.trusted;

addEventListener('message', async ({ source, origin, data, ports: [port] }) => {
  const scenario = SCENARIOS.find(({ id }) => id === data);
  if (source !== parent || origin !== parentOrigin || scenario === undefined || port === undefined) {
    return;
  }
  try {
    port.postMessage({ result: await runScenario(scenario, setup) });
  } catch (error) {
    port.postMessage({ failure: error.message });
  }
});

parent.postMessage('ready', parentOrigin);
