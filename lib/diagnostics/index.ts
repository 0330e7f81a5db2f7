export { SYSTEM_CLOCK } from './clock.js';
export { corsRoutes } from './cors-routes.js';
export { CrowdLog } from './crowd-log.js';
export { DecisionReporter } from './decision-reporter.js';
export { EarlierHeadersLog } from './earlier-headers-log.js';
export { explain } from './explain/cors-explainer.js';
export { OriginFailureLog } from './origin-failure-log.js';
export { RefusalLog } from './refusal-log.js';
