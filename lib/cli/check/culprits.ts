import type { Culprit } from './finding.js';

/** The words for the place of a fault. */
export const CULPRITS: Readonly<Record<Culprit, string>> = {
  page: 'the page',
  proxy: 'a proxy in front of the application',
  application: 'the application',
  server: 'the application or a proxy in front of it. The responses do not tell which',
  network: 'the network, or no server at this address',
};
