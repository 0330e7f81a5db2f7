import { extractDeltaSeconds, extractTokens } from '../../testing/extract-header-list-values.js';
import type { FetchResponse } from '../../testing/fetch-response.js';
import { isCorsSafelistedMethod } from '../../fetch/method.js';
import { type DeclaredPolicy, declaredPolicy } from '../surface/declared-policy.js';
import { isPreflightAnswer } from './answered-by.js';
import type { AskableRow } from './askable-rows.js';
import { ALLOW_CREDENTIALS, MAX_AGE, allowedOrigin, allows, isOk, variesBy } from './cors-headers.js';
import type { Finding } from './finding.js';
import { headerFindings } from './header-findings.js';
import type { HostNetwork, Sent } from './host-network.js';
import type { NetworkFailure } from './network-failure.js';
import { OTHER_ORIGIN } from './observation.js';
import type { PageRequest } from './page-request.js';
import { actualRequest, preflightRequest } from './questions.js';

/** Where a server is not what a row says. */
export interface Difference {
  readonly what: string;
  /** Whether the server allows more than the row. */
  readonly wider: boolean;
}

export interface RowCheck {
  readonly differences: readonly Difference[];
  readonly findings: readonly Finding[];
  /** Why the server could not be asked. */
  readonly failure: NetworkFailure | undefined;
}

/** A header that no policy names. */
const UNDECLARED = 'x-cors-check-undeclared';
const READ_METHODS = ['GET', 'HEAD'];
const EXPOSE = 'Access-Control-Expose-Headers';
const RESOURCE_POLICY = 'Cross-Origin-Resource-Policy';

/** Compares what a server answers with what a row of its surface says, for the page and for another origin. */
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
        ...(answer === undefined ? [] : headerFindings(answer, 'The answer', false)),
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

function wider(what: string): Difference {
  return { what, wider: true };
}

function narrower(what: string): Difference {
  return { what, wider: false };
}

function verdictOn({ origins }: DeclaredPolicy, origin: string): 'allowed' | 'refused' | 'ask' {
  return origins.matcher.verdict(origin);
}

/** Whether a browser would send what a preflight asked for. */
function grants(
  answer: FetchResponse | undefined,
  origin: string,
  method: string,
  names: readonly string[],
): boolean {
  if (answer === undefined || !isOk(answer) || !allows(answer, origin)) return false;
  const listed = (name: string) => {
    const tokens = extractTokens(name, answer.headers);
    return typeof tokens === 'string' ? [] : tokens;
  };
  const methods = listed('Access-Control-Allow-Methods');
  const headers = listed('Access-Control-Allow-Headers').map(name => name.toLowerCase());
  return (
    (isCorsSafelistedMethod(method) || methods.includes(method) || methods.includes('*')) &&
    (headers.includes('*') || names.every(name => headers.includes(name)))
  );
}

function compareActual(policy: DeclaredPolicy, answer: FetchResponse, origin: string): Difference[] {
  const who = origin === OTHER_ORIGIN ? `the answer to ${origin}` : 'the answer';
  const verdict = verdictOn(policy, origin);
  const isRead = allows(answer, origin);
  const others = [
    ...(policy.origins.any ||
    policy.origins.strings.length + policy.origins.opaque.length === 0 ||
    variesBy(answer, 'Origin')
      ? []
      : [narrower(`${who} has no 'Vary: Origin'`)]),
    ...compareResourcePolicy(policy, answer, who),
  ];
  if (verdict === 'refused')
    return [
      ...(isRead ? [wider(`${who} can be read`)] : []),
      ...(policy.enforces && answer.status !== 403
        ? [wider(`${who} is ${answer.status}, not the 403 of enforce`)]
        : []),
      ...others,
    ];
  if (!isRead)
    return verdict === 'ask'
      ? others
      : [
          narrower(`${who} cannot be read: ${allowedOrigin(answer) ?? 'no Access-Control-Allow-Origin'}`),
          ...others,
        ];
  return [
    ...compareOrigin(policy, answer, who),
    ...compareList(EXPOSE, policy.exposedHeaders, answer, true),
    ...others,
  ];
}

/** Of an answer that allows the origin. */
function compareOrigin(
  { origins, credentials }: DeclaredPolicy,
  answer: FetchResponse,
  who: string,
): Difference[] {
  const sends = answer.headers.get(ALLOW_CREDENTIALS) === 'true';
  return [
    ...(allowedOrigin(answer) === '*' && !origins.any ? [wider(`${who} allows any origin`)] : []),
    ...(allowedOrigin(answer) !== '*' && origins.any ? [narrower(`${who} names one origin, not any`)] : []),
    ...(sends && !credentials ? [wider(`${who} allows credentials`)] : []),
    ...(!sends && credentials ? [narrower(`${who} does not allow credentials`)] : []),
  ];
}

function compareList(
  header: string,
  declared: DeclaredPolicy['allowedHeaders'],
  answer: FetchResponse,
  isComplete: boolean,
): Difference[] {
  const tokens = extractTokens(header, answer.headers);
  if (tokens === 'failure') return [narrower(`${header} cannot be read`)];
  if (declared.any) return [];
  const ofMethods = header.endsWith('Methods');
  const sent = (tokens === 'absent' ? [] : tokens).map(token => (ofMethods ? token : token.toLowerCase()));
  const more = sent.filter(token => !declared.names.includes(token));
  const less = isComplete ? declared.names.filter(name => !sent.includes(name)) : [];
  return [
    ...(more.length > 0 ? [wider(`${header} has ${more.join(', ')}, which is not declared`)] : []),
    ...(less.length > 0 ? [narrower(`${header} lacks ${less.join(', ')}`)] : []),
  ];
}

function compareMaxAge({ maxAge }: DeclaredPolicy, answer: FetchResponse): Difference[] {
  const sent = extractDeltaSeconds(MAX_AGE, answer.headers);
  if (sent === (maxAge ?? 'absent')) return [];
  const text = answer.headers.get(MAX_AGE);
  return [
    narrower(
      `${MAX_AGE} is ${text === undefined ? 'not sent' : `'${text}'`}, and declared is ${maxAge ?? 'none'}`,
    ),
  ];
}

function compareResourcePolicy(
  { resourcePolicy }: DeclaredPolicy,
  answer: FetchResponse,
  who: string,
): Difference[] {
  const sent = answer.headers.get(RESOURCE_POLICY);
  if (resourcePolicy === undefined || sent === resourcePolicy) return [];
  return [
    narrower(`${RESOURCE_POLICY} of ${who} is ${sent ?? 'not sent'}, and declared is ${resourcePolicy}`),
  ];
}

/** An application with this library answers every preflight itself. */
function answeredInFront(preflight: FetchResponse | undefined): Finding[] {
  if (preflight === undefined || isPreflightAnswer(preflight)) return [];
  return [
    {
      code: 'preflight-answered-in-front',
      who: 'proxy',
      what: `The preflight is answered with ${preflight.status}, and not by the application: its answers say 'Vary: Access-Control-Request-Headers'.`,
      change: 'Let OPTIONS pass to the application.',
      blocks: false,
    },
  ];
}

function distinct(differences: readonly Difference[]): Difference[] {
  return differences.filter(({ what }, at) => differences.findIndex(other => other.what === what) === at);
}
