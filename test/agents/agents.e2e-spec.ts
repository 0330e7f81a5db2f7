import { AGENTS } from './agents.js';
import { describeAgents } from './agents-suite.js';

// The two that have broken the module before: one wraps handlers, the other writeHead. All of them: `npm run test:agents`.
describeAgents({
  nests: [12],
  agents: AGENTS.filter(({ name }) => name === 'dd-trace' || name === 'newrelic'),
  platforms: ['express', 'fastify'],
  formats: ['cjs'],
});
