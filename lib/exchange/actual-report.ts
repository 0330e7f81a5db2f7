import type { DiscoveredRoute } from '../routing/index.js';
import type { DecisionRefusal, DecisionReport } from './decision-observer.js';
import type { RequestSource } from './request-facts.js';

/**
 * Why `enforce` refuses a request. With a `host`, the request was sent to a foreign host. Otherwise
 * the policy refuses its origin.
 */
export interface Objection {
  readonly route: DiscoveredRoute | undefined;
  readonly host: string | undefined;
}

/** The decision about an actual request, and what was sent for it. */
export interface ActualOutcome extends Pick<
  DecisionReport,
  'method' | 'url' | 'status' | 'overridden' | 'policies' | 'at' | 'routes'
> {
  readonly origin: string | undefined;
  readonly source: RequestSource;
  readonly allowed: boolean;
  readonly refused: Objection | undefined;
  /** The first refusal that `enforce: 'report'` only reports. */
  readonly reported: Objection | undefined;
}

/** Builds the report about an actual request when its response is sent. */
export function actualReport(outcome: ActualOutcome): DecisionReport {
  const { allowed, origin = '', refused, reported, source, ...known } = outcome;
  const isRefusedOrReported = (refused ?? reported) !== undefined;
  return {
    ...known,
    kind: 'actual',
    refusal: allowed ? undefined : causeOf(refused),
    refusable: isRefusedOrReported || source === 'foreign host' || (!allowed && source === 'other'),
    reported: refused === undefined && reported !== undefined ? causeOf(reported) : undefined,
    enforced: refused !== undefined,
    origin,
    requestedHeaders: undefined,
    isOwn: source === 'own',
  };
}

function causeOf(objection: Objection | undefined): DecisionRefusal {
  return objection?.host === undefined ? { cause: 'origin' } : { cause: 'host', host: objection.host };
}
