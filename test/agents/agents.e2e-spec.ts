import { AGENTS } from './agents.js';
import { describeAgents } from './agents-suite.js';

// Two agents that once broke the module: one wraps handlers, the other `writeHead`. `npm run
// test:agents` runs all agents.
describeAgents({
  nests: [12],
  agents: AGENTS.filter(({ name }) => name === 'dd-trace' || name === 'newrelic'),
  platforms: ['express', 'fastify'],
  formats: ['cjs'],
});
