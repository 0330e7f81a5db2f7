import { actualFindings, redirectFindings } from './actual-findings.js';
import { cacheFindings } from './cache-findings.js';
import { allows, isOk } from './cors-headers.js';
import type { Finding } from './finding.js';
import { headerFindings } from './header-findings.js';
import type { Sent } from './host-network.js';
import type { Observation } from './observation.js';
import { preflightFindings } from './preflight-findings.js';

/** The result of a page's request, and all findings. Those that block the page come first. */
export interface Verdict {
  readonly readable: boolean;
  readonly findings: readonly Finding[];
}

/** The verdict on an observation. It has each cause once. */
export function verdictOf(seen: Observation): Verdict {
  const { preflight, actual, asked, result, sent } = seen;
  if (asked.url.origin === asked.origin && result.outcome === 'readable')
    return { readable: true, findings: [] };
  const ofPreflight =
    preflight === undefined
      ? []
      : headerFindings(preflight, 'The answer to the preflight', asked.credentials);
  const ofAnswer =
    actual?.response === undefined ? [] : headerFindings(actual.response, 'The response', asked.credentials);
  const readable =
    result.outcome === 'readable' ||
    isUnsent(sent) ||
    (isExcused(seen) && !ofAnswer.some(({ blocks }) => blocks));
  const found = [
    ...networkFindings(sent),
    ...pageFindings(seen),
    ...ofPreflight,
    ...preflightFindings(seen),
    ...ofAnswer,
    ...cacheFindings(seen),
    ...redirectFindings(seen),
    ...actualFindings(seen),
  ];
  const named = found.filter(({ code }, at) => found.findIndex(other => other.code === code) === at);
  if (readable) return { readable, findings: named.map(finding => ({ ...finding, blocks: false })) };
  const all = named.some(({ blocks }) => blocks) ? named : [unnamed(seen), ...named];
  return { readable, findings: all.sort((a, b) => Number(b.blocks) - Number(a.blocks)) };
}

/** If GET was sent in place of the page's method and has no route, the preflight alone decides. */
function isExcused({ isStandInOnly, result, extraPreflight, asked }: Observation): boolean {
  if (!isStandInOnly) return false;
  const step = result.steps.find(({ step }) => step === 'preflight');
  if (step !== undefined) return step.passed;
  return extraPreflight !== undefined && isOk(extraPreflight) && allows(extraPreflight, asked.origin);
}

/** Failures of the page's own requests. The further requests of a check may fail. */
function networkFindings(log: readonly Sent[]): Finding[] {
  const [failed] = log.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  if (failed === undefined || failed.code === 'not-sent') return [];
  if (failed.code === 'not-followed')
    return [{ ...failed, code: 'not-followed', who: 'server', blocks: true }];
  return [{ ...failed, code: failed.code, who: 'network', blocks: true }];
}

function pageFindings({ result, asked }: Observation): Finding[] {
  const step = result.steps.find(({ step, passed }) => step === 'mixed content' && !passed);
  if (step === undefined) return [];
  return [
    {
      code: 'mixed-content',
      who: 'page',
      what: `The page is secure, and ${asked.url.href} is not. Browsers block such a request before they send it.`,
      change: 'Serve the URL over https, and change the URL of the page to https.',
      blocks: true,
    },
  ];
}

/** Whether the check stopped after an allowed preflight, as `--preflight-only` says. */
function isUnsent(sent: readonly Sent[]): boolean {
  return sent.some(({ failure }) => failure?.code === 'not-sent');
}

/** The message of the browser, if no cause is known. */
function unnamed({ result }: Observation): Finding {
  return {
    code: 'other',
    who: 'server',
    what: result.reason,
    change: 'Compare the responses below.',
    blocks: true,
  };
}
