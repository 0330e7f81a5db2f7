import { POLICY_FIELDS, type PolicyField } from '../policy-fields.js';
import { DANGEROUS_FLAGS } from './check-dangerously.js';
import { describeValue } from './describe-value.js';
import type { Finding } from './finding.js';
import { nearestName } from './nearest-name.js';

const MODULE_OPTIONS = [
  'defaults',
  'policies',
  'paths',
  'debug',
  'interceptor',
  'originTimeout',
  'ownOrigins',
] as const;
export type ModuleOption = (typeof MODULE_OPTIONS)[number];

// Names of the same options in other CORS libraries and frameworks.
const OTHER_WORDS_FOR_FIELDS: ReadonlyMap<string, PolicyField> = new Map<string, PolicyField>([
  ['alloworigin', 'origin'],
  ['alloworigins', 'origin'],
  ['allowedorigin', 'origin'],
  ['allowedorigins', 'origin'],
  ['allowmethods', 'methods'],
  ['allowedmethods', 'methods'],
  ['headers', 'allowedHeaders'],
  ['allowcredentials', 'credentials'],
  ['supportscredentials', 'credentials'],
  ['crossoriginresourcepolicy', 'resourcePolicy'],
  ['corp', 'resourcePolicy'],
]);

const OTHER_WORDS_FOR_MODULE_OPTIONS: ReadonlyMap<string, ModuleOption> = new Map<string, ModuleOption>([
  ['policy', 'policies'],
]);

const PREFLIGHT_CONTINUE: Finding = {
  reason: 'preflights are answered before any handler runs, so there is nothing to continue to',
  suggestion:
    'leave preflightContinue out; OPTIONS requests that are not preflights still reach your handlers',
};

/** The finding for a name that is not a policy option. */
export function explainUnknownField(name: string): Finding {
  if (name.toLowerCase() === 'preflightcontinue') return PREFLIGHT_CONTINUE;
  const reason = `there is no policy option ${describeValue(name)}`;

  const field = nearestName(name, POLICY_FIELDS, OTHER_WORDS_FOR_FIELDS);
  if (field !== undefined) return { reason, suggestion: `write ${field}` };
  const flag = nearestName(name, DANGEROUS_FLAGS);
  if (flag !== undefined) return { reason, suggestion: `write it as dangerously: { ${flag}: … }` };
  const option = MODULE_OPTIONS.find(moduleOption => moduleOption === name);
  if (option !== undefined) {
    return { reason, suggestion: `write ${option} in the options of CorsModule, next to defaults` };
  }
  return { reason, suggestion: `leave it out; the options are ${POLICY_FIELDS.join(', ')}` };
}

/** The finding for a name that is not a module option. */
export function explainUnknownModuleOption(name: string): Finding {
  if (name.toLowerCase() === 'preflightcontinue') return PREFLIGHT_CONTINUE;
  const reason = `there is no module option ${describeValue(name)}`;

  const option = nearestName(name, MODULE_OPTIONS, OTHER_WORDS_FOR_MODULE_OPTIONS);
  if (option !== undefined) return { reason, suggestion: `write ${option}` };
  const field = nearestName(name, POLICY_FIELDS, OTHER_WORDS_FOR_FIELDS);
  if (field !== undefined) return { reason, suggestion: `write it as defaults: { ${field}: … }` };
  return { reason, suggestion: `leave it out; the options are ${MODULE_OPTIONS.join(', ')}` };
}
