import { isAlwaysForbidden } from '../../fetch/index.js';
import type { PolicyProblem } from '../policy-problem.js';
import { checkNameList } from './check-name-list.js';
import { describeValue } from './describe-value.js';
import type { Finding } from './finding.js';

const ANY_HEADER = '*';

// https://fetch.spec.whatwg.org/#http-responses, and the headers of drafts with the same prefix.
const CORS_RESPONSE_HEADER = /^access-control-(?:allow-.+|expose-headers|max-age)$/;

// https://fetch.spec.whatwg.org/#forbidden-response-header-name
const FORBIDDEN_RESPONSE_HEADERS = new Set(['set-cookie', 'set-cookie2']);

/** Checks a value of `allowedHeaders`. */
export function checkAllowedHeaders(value: unknown): PolicyProblem[] {
  if (value === ANY_HEADER) return [];
  return checkNameList(
    {
      field: 'allowedHeaders',
      noun: 'a header name',
      example: "['Content-Type', 'Authorization']",
      checkName: checkRequestHeader,
    },
    value,
  );
}

/** Checks a value of `exposedHeaders`. */
export function checkExposedHeaders(value: unknown): PolicyProblem[] {
  if (value === ANY_HEADER) return [];
  return checkNameList(
    {
      field: 'exposedHeaders',
      noun: 'a header name',
      example: "['ETag', 'X-Total-Count']",
      checkName: checkResponseHeader,
    },
    value,
  );
}

function checkRequestHeader(name: string): Finding | undefined {
  const lowerCase = name.toLowerCase();
  if (isAlwaysForbidden(lowerCase)) {
    return {
      reason: `scripts cannot set ${describeValue(name)}, so no preflight asks for it`,
      suggestion: `leave ${describeValue(name)} out`,
    };
  }
  if (CORS_RESPONSE_HEADER.test(lowerCase)) {
    return {
      reason: `${describeValue(name)} is a response header that this module sends, not a request header`,
      suggestion: `leave ${describeValue(name)} out, and do not send it from the client`,
    };
  }
  return checkWildcard('allowedHeaders', name);
}

function checkResponseHeader(name: string): Finding | undefined {
  if (FORBIDDEN_RESPONSE_HEADERS.has(name.toLowerCase())) {
    return {
      reason: `browsers never show ${describeValue(name)} to scripts, even if it is exposed`,
      suggestion: `leave ${describeValue(name)} out`,
    };
  }
  return checkWildcard('exposedHeaders', name);
}

function checkWildcard(field: string, name: string): Finding | undefined {
  if (name !== ANY_HEADER) return undefined;
  return {
    reason: "'*' must be the whole value, as a string; it cannot be in a list",
    suggestion: `write ${field}: '*' for any header, or remove '*'`,
  };
}
