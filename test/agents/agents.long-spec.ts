import { AGENTS } from './agents.js';
import { describeAgents } from './agents-suite.js';

describeAgents({
  nests: [11, 12],
  agents: AGENTS,
  platforms: ['express', 'fastify'],
  formats: ['cjs', 'mjs'],
});
