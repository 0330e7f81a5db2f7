import type { DiscoveredRoute } from '../routing/index.js';
import type { DecisionRefusal, DecisionReport } from './decision-observer.js';
import type { RequestSource } from './request-facts.js';

/** Why `enforce` refuses a request: by the policy of a route, for the host where there is one, else for the origin. */
export interface Objection {
  readonly route: DiscoveredRoute | undefined;
  readonly host: string | undefined;
}

/** What became of an actual request. */
export interface ActualOutcome extends Pick<
  DecisionReport,
  'method' | 'url' | 'status' | 'overridden' | 'policies' | 'at' | 'routes'
> {
  readonly origin: string | undefined;
  readonly source: RequestSource;
  readonly allowed: boolean;
  readonly refused: Objection | undefined;
  /** The first one with `enforce: 'report'`. */
  readonly reported: Objection | undefined;
}

/** The report about an actual request whose answer goes out. */
export function actualReport(outcome: ActualOutcome): DecisionReport {
  const { allowed, origin = '', refused, reported, source, ...known } = outcome;
  const isObjected = (refused ?? reported) !== undefined;
  return {
    ...known,
    kind: 'actual',
    refusal: allowed ? undefined : causeOf(refused),
    refusable: isObjected || source === 'foreign host' || (!allowed && source === 'other'),
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
