import { describeValue } from './describe-value.js';
import type { Finding } from './finding.js';
import { nearestName } from './nearest-name.js';

const LONGEST_MAX_AGE = 86400;

/** Checks a boolean. */
export function checkBoolean(value: unknown): Finding | undefined {
  if (typeof value === 'boolean') return undefined;
  return { reason: `${describeValue(value)} is not a boolean`, suggestion: suggestBoolean(value) };
}

/** Checks a value of `enforce` or `handshakes`. */
export function checkEnforcement(value: unknown): Finding | undefined {
  if (value === 'report' || typeof value === 'boolean') return undefined;
  const boolean = suggestBoolean(value);
  const isReport = typeof value === 'string' && nearestName(value, ['report']) !== undefined;
  return {
    reason: `${describeValue(value)} is neither true, false nor 'report'`,
    suggestion: isReport
      ? "write 'report'"
      : boolean === EITHER_BOOLEAN
        ? "write true, false or 'report'"
        : boolean,
  };
}

const EITHER_BOOLEAN = 'write true or false';

function suggestBoolean(value: unknown): string {
  switch (typeof value === 'string' ? value.trim().toLowerCase() : value) {
    case 'true':
    case 1:
      return 'write true';
    case 'false':
    case 0:
      return 'write false';
    default:
      return EITHER_BOOLEAN;
  }
}

/** The unit and the limits of a whole number. */
export interface WholeNumbers {
  /** The unit, in the plural. */
  readonly what: string;
  readonly least: number;
  readonly most: number;
  readonly example: number;
}

/** Checks a whole number. */
export function checkWholeNumber(
  name: string,
  value: unknown,
  { what, least, most, example }: WholeNumbers,
): Finding | undefined {
  if (typeof value !== 'number' || Number.isNaN(value)) {
    return {
      reason: `${describeValue(value)} is not a number of ${what}`,
      suggestion: `write ${example}`,
    };
  }
  if (Number.isInteger(value) && value >= least && value <= most) return undefined;
  return {
    reason: `${name} must be a whole number of ${what} from ${least} to ${most}`,
    suggestion: `write ${Math.min(Math.max(Math.round(value), least), most)}`,
  };
}

/** Checks a value of `maxAge`. */
export function checkMaxAge(value: unknown): Finding | undefined {
  if (typeof value !== 'number' || Number.isNaN(value)) {
    return {
      reason: `${describeValue(value)} is not a number of seconds`,
      suggestion: suggestSeconds(typeof value === 'string' ? Number(value.trim() || Number.NaN) : Number.NaN),
    };
  }
  if (value < 0) {
    return {
      reason: 'browsers do not accept a negative number of seconds',
      suggestion: 'write 0, which disables caching',
    };
  }
  if (value > LONGEST_MAX_AGE) {
    return {
      reason: `no browser caches the answer to a preflight for more than ${LONGEST_MAX_AGE} seconds (one day)`,
      suggestion: `write ${LONGEST_MAX_AGE}; the unit is seconds, not milliseconds`,
    };
  }
  if (Number.isInteger(value)) return undefined;
  return {
    reason: 'Access-Control-Max-Age must be a whole number of seconds',
    suggestion: suggestSeconds(value),
  };
}

function suggestSeconds(meant: number): string {
  if (Number.isNaN(meant)) return `write whole seconds from 0 to ${LONGEST_MAX_AGE}, such as 600`;
  return `write ${Math.min(Math.max(Math.round(meant), 0), LONGEST_MAX_AGE)}, in whole seconds`;
}

/** Checks a value of `optionsSuccessStatus`. */
export function checkOptionsSuccessStatus(value: unknown): Finding | undefined {
  if (value === 200 || value === 204) return undefined;
  const meant = typeof value === 'string' ? Number(value) : value;
  return {
    reason: `${describeValue(value)} is not a valid status: a successful preflight is answered with 204 or 200`,
    suggestion: meant === 200 ? 'write 200' : 'write 204, or 200 for clients that do not accept 204',
  };
}
