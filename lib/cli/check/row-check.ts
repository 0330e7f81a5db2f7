import type { FetchResponse } from '../../browser/index.js';
import { type DeclaredPolicy, declaredPolicy } from '../surface/declared-policy.js';
import { isPreflightAnswer } from './answered-by.js';
import type { AskableRow } from './askable-rows.js';
import type { Finding } from './finding.js';
import { headerFindings } from './header-findings.js';
import type { HostNetwork, Sent } from './host-network.js';
import type { NetworkFailure } from './network-failure.js';
import { OTHER_ORIGIN } from './observation.js';
import type { PageRequest } from './page-request.js';
import { actualRequest, preflightRequest } from './questions.js';
import {
  type Difference,
  compareActual,
  compareList,
  compareMaxAge,
  compareOrigin,
  grants,
  narrower,
  verdictOn,
  wider,
} from './row-comparisons.js';

export interface RowCheck {
  readonly differences: readonly Difference[];
  readonly findings: readonly Finding[];
  /** The reason why there is no response. */
  readonly failure: NetworkFailure | undefined;
}

/** A header name that is in no policy. */
const UNDECLARED = 'x-cors-check-undeclared';
const READ_METHODS = ['GET', 'HEAD'];

/** Compares responses with a row of the surface, for the page and for another origin. */
export class RowChecker {
  constructor(
    private readonly page: PageRequest,
    private readonly network: HostNetwork,
    private readonly preflightOnly: boolean,
  ) {}

  async check({ row, url, method }: Extract<AskableRow, { url: URL }>): Promise<RowCheck> {
    const policy = declaredPolicy(row);
    const asked = row.method === 'ALL' ? (policy.methods?.names[0] ?? method) : method;
    const names = this.namesFor(policy);
    const preflight = await this.preflight(url, asked, names, this.page.origin);
    if (preflight.failure !== undefined) return { differences: [], findings: [], failure: preflight.failure };
    const extra = await this.preflight(url, asked, [...names, UNDECLARED], this.page.origin);
    const other = await this.preflight(url, asked, names, OTHER_ORIGIN);
    const reads = !this.preflightOnly && READ_METHODS.includes(asked);
    const answers = reads
      ? [await this.actual(url, asked, this.page.origin), await this.actual(url, asked, OTHER_ORIGIN)]
      : [];
    const [answer, otherAnswer] = answers.map(({ response }) => response);
    const differences = [
      ...(preflight.response === undefined
        ? []
        : this.comparePreflight(policy, preflight.response, asked, names)),
      ...(grants(extra.response, this.page.origin, asked, [UNDECLARED]) && !policy.allowedHeaders.any
        ? [wider('the preflight allows a header that is not declared')]
        : []),
      ...(verdictOn(policy, OTHER_ORIGIN) === 'refused' && grants(other.response, OTHER_ORIGIN, asked, names)
        ? [wider(`the preflight of ${OTHER_ORIGIN} is allowed`)]
        : []),
      ...(answer === undefined ? [] : compareActual(policy, answer, this.page.origin)),
      ...(otherAnswer === undefined ? [] : compareActual(policy, otherAnswer, OTHER_ORIGIN)),
    ];
    return {
      differences: distinct(differences),
      findings: [
        ...(preflight.response === undefined
          ? []
          : headerFindings(preflight.response, 'The answer to the preflight', false)),
        ...(answer === undefined ? [] : headerFindings(answer, 'The response', false)),
        ...answeredInFront(preflight.response),
      ],
      failure: undefined,
    };
  }

  private namesFor({ allowedHeaders }: DeclaredPolicy): string[] {
    const own = this.page.headers.map(([name]) => name.toLowerCase());
    return [...new Set([...(allowedHeaders.any ? [] : allowedHeaders.names), ...own])].sort();
  }

  private comparePreflight(
    policy: DeclaredPolicy,
    answer: FetchResponse,
    method: string,
    names: readonly string[],
  ): Difference[] {
    const { origin } = this.page;
    const verdict = verdictOn(policy, origin);
    const allowsMethod = policy.methods?.names.includes(method) ?? true;
    const allowsNames = names.every(
      name => policy.allowedHeaders.any || policy.allowedHeaders.names.includes(name),
    );
    const isGranted = grants(answer, origin, method, names);
    if (verdict === 'refused' || !allowsMethod || !allowsNames)
      return isGranted ? [wider(`the preflight for ${method} is allowed`)] : [];
    if (!isGranted)
      return verdict === 'ask' ? [] : [narrower(`the preflight for ${method} is refused (${answer.status})`)];
    return [
      ...compareOrigin(policy, answer, 'the preflight'),
      ...compareList('Access-Control-Allow-Headers', policy.allowedHeaders, answer, names.length > 0),
      ...(policy.methods === undefined
        ? []
        : compareList('Access-Control-Allow-Methods', policy.methods, answer, false)),
      ...compareMaxAge(policy, answer),
    ];
  }

  private preflight(url: URL, method: string, names: readonly string[], origin: string): Promise<Sent> {
    return this.network.ask(preflightRequest(url, method, names, origin));
  }

  private actual(url: URL, method: string, origin: string): Promise<Sent> {
    return this.network.ask(actualRequest(url, method, this.page.headers, origin));
  }
}

/** An application with this library answers all preflights itself. */
function answeredInFront(preflight: FetchResponse | undefined): Finding[] {
  if (preflight === undefined || isPreflightAnswer(preflight)) return [];
  return [
    {
      code: 'preflight-answered-in-front',
      who: 'proxy',
      what: `The answer to the preflight is ${preflight.status}, and does not come from the application: its answers have 'Vary: Access-Control-Request-Headers'.`,
      change: 'Let OPTIONS pass to the application.',
      blocks: false,
    },
  ];
}

function distinct(differences: readonly Difference[]): Difference[] {
  return differences.filter(({ what }, at) => differences.findIndex(other => other.what === what) === at);
}
