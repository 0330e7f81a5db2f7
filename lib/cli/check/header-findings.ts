import { type FetchResponse, extractDeltaSeconds } from '../../browser/index.js';
import { pageOrigin } from '../../fetch/index.js';
import { ALLOW_CREDENTIALS, ALLOW_ORIGIN, MAX_AGE } from './cors-headers.js';
import type { Finding } from './finding.js';

const TWO_LAYERS =
  'Let only one of them set CORS headers: remove them from the proxy, or let the proxy remove those of the application.';

/**
 * Faults in the headers of a response that do not depend on the origin.
 *
 * @param where as in `The answer to the preflight`
 * @param credentials whether the page sends its credentials
 */
export function headerFindings(response: FetchResponse, where: string, credentials: boolean): Finding[] {
  return [
    ...originFindings(response, where).map(finding =>
      finding.code === 'contradictory-headers'
        ? { ...finding, blocks: finding.blocks || credentials }
        : finding,
    ),
    ...credentialsFindings(response, where).map(finding => ({ ...finding, blocks: credentials })),
    ...maxAgeFindings(response, where),
  ];
}

function originFindings({ headers }: FetchResponse, where: string): Finding[] {
  const lines = headers.lines(ALLOW_ORIGIN);
  const [first, ...others] = lines;
  if (first === undefined) return [];
  if (others.length > 0) {
    const isDoubled = others.every(line => line === first);
    const values = lines.map(line => `'${line}'`).join(' and ');
    return [
      {
        code: isDoubled ? 'doubled-header' : 'contradictory-headers',
        who: 'proxy',
        what: `${where} has ${ALLOW_ORIGIN} ${isDoubled ? `${lines.length} times` : `${lines.length} times with different values`}: ${values}. Browsers accept one. Both the application and something in front of it set the header.`,
        change: TWO_LAYERS,
        blocks: true,
      },
    ];
  }
  if (first.includes(',')) return [listFinding(first, where)];
  if (first === '*') return wildcardFindings(headers.get(ALLOW_CREDENTIALS), where);
  return unusableFindings(first, where);
}

function listFinding(value: string, where: string): Finding {
  const members = value.split(',').map(member => member.trim());
  const isDoubled = members.every(member => member === members[0]);
  return {
    code: isDoubled ? 'doubled-header' : 'origin-list',
    who: isDoubled ? 'proxy' : 'server',
    what: `${where} has several values in ${ALLOW_ORIGIN}: '${value}'. Browsers accept one.`,
    change: isDoubled
      ? TWO_LAYERS
      : "If the origin of the page is in the list, send only that origin, and 'Vary: Origin'.",
    blocks: true,
  };
}

function wildcardFindings(credentials: string | undefined, where: string): Finding[] {
  if (credentials !== 'true') return [];
  return [
    {
      code: 'contradictory-headers',
      who: 'server',
      what: `${where} has ${ALLOW_ORIGIN} '*' and ${ALLOW_CREDENTIALS} 'true'. Browsers refuse this combination for a request with credentials.`,
      change: 'List the origins that may send cookies, or remove credentials.',
      blocks: false,
    },
  ];
}

/** A value that equals no origin. */
function unusableFindings(value: string, where: string): Finding[] {
  if (isOrigin(value)) return [];
  return [
    {
      code: 'unusable-value',
      who: 'server',
      what: `${where} has ${ALLOW_ORIGIN} '${value}', which is not an origin as browsers write it. It never matches.`,
      change:
        "Write scheme, host and port in lower case, without a slash at the end: 'https://app.example.com'.",
      blocks: true,
    },
  ];
}

/** Whether a browser can send this origin. */
export function isOrigin(value: string): boolean {
  try {
    pageOrigin(value);
    return true;
  } catch {
    return false;
  }
}

function credentialsFindings({ headers }: FetchResponse, where: string): Finding[] {
  const lines = headers.lines(ALLOW_CREDENTIALS);
  const finding = (code: Finding['code'], who: Finding['who'], what: string, change: string): Finding[] => [
    { code, who, what: `${where} has ${ALLOW_CREDENTIALS} ${what}`, change, blocks: false },
  ];
  if (lines.length > 1)
    return finding(
      'doubled-header',
      'proxy',
      `${lines.length} times. Browsers accept one 'true'.`,
      TWO_LAYERS,
    );
  const [value = 'true'] = lines;
  if (value === 'true' || value === 'false') return [];
  return finding(
    'unusable-value',
    'server',
    `'${value}'. The only value is 'true', in lower case.`,
    "Write 'true', or remove the header.",
  );
}

function maxAgeFindings({ headers }: FetchResponse, where: string): Finding[] {
  if (extractDeltaSeconds(MAX_AGE, headers) !== 'failure') return [];
  return [
    {
      code: 'unreadable-max-age',
      who: headers.lines(MAX_AGE).length > 1 ? 'proxy' : 'server',
      what: `${where} has ${MAX_AGE} '${headers.get(MAX_AGE) ?? ''}', which is not a number of seconds. Browsers cache the preflight for 5 seconds or not at all.`,
      change: 'Send it once, as a whole number of seconds.',
      blocks: false,
    },
  ];
}
