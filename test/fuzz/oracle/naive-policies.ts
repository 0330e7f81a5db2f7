/**
 * The policies of the fuzzed applications, written a second time and as simply as possible. This
 * file shares no code with the library or with the server.
 */
export interface NaivePolicy {
  readonly name: string;
  readonly origin: '*' | false | ((origin: string) => boolean);
  /** Origins that it allows, for the traffic. */
  readonly friends: readonly string[];
  readonly credentials: boolean;
  /** Absent: those of the routes. */
  readonly methods?: readonly string[];
  /** In lower case. */
  readonly headers: '*' | readonly string[];
  readonly exposed?: string;
  readonly maxAge?: number;
  readonly status: 200 | 204;
  readonly enforce: boolean;
}

export const APP = 'https://app.example.com';

const BASE = { credentials: false, headers: ['content-type'], status: 204, enforce: false } as const;

export const DEFAULTS: NaivePolicy = {
  ...BASE,
  name: 'defaults',
  origin: oneOf(APP),
  friends: [APP],
  headers: ['content-type', 'x-trace'],
};

const PARTNERS = {
  ...DEFAULTS,
  origin: subdomainsOf('https://', '.partner.example', ''),
  friends: [
    'https://eu.partner.example',
    'https://a.b-c.partner.example',
    'https://xn--bcher-kva.partner.example',
  ],
  maxAge: 600,
} as const;

const EXACT: NaivePolicy = {
  ...BASE,
  name: 'exact',
  origin: origin => origin === APP || (/^http:\/\/localhost(:[0-9]+)?$/.test(origin) && hasGoodPort(origin)),
  friends: [APP, 'http://localhost', 'http://localhost:3000', 'http://localhost:65535'],
  credentials: true,
  headers: '*',
  exposed: 'X-Total,X-Page',
  maxAge: 60,
};

const ASKED: NaivePolicy = {
  ...BASE,
  name: 'asked',
  origin: oneOf('https://async.example', 'https://slow.async.example', 'https://sync.example'),
  friends: ['https://async.example', 'https://slow.async.example', 'https://sync.example'],
  credentials: true,
  headers: ['x-one', 'x-two'],
};

const POLICIES: readonly NaivePolicy[] = [
  DEFAULTS,
  {
    ...BASE,
    name: 'public',
    origin: '*',
    friends: [APP, 'https://whoever.example', 'null'],
    headers: DEFAULTS.headers,
    exposed: 'X-Total',
  },
  EXACT,
  {
    ...EXACT,
    name: 'exact-patch',
    origin: oneOf('https://eu.partner.example'),
    friends: ['https://eu.partner.example'],
    credentials: false,
    headers: ['x-one'],
  },
  { ...EXACT, name: 'closed', origin: false, friends: [] },
  { ...PARTNERS, name: 'partners' },
  { ...PARTNERS, name: 'partners-delete', methods: [] },
  { ...PARTNERS, name: 'partners-post', methods: ['POST'], status: 200 },
  {
    ...DEFAULTS,
    name: 'expression',
    origin: origin => {
      const name = between(origin, 'https://', '.regexp.example');
      return name.length >= 1 && name.length <= 8 && /^[a-z]+$/.test(name);
    },
    friends: ['https://a.regexp.example', 'https://abcdefgh.regexp.example'],
    credentials: true,
    status: 200,
  },
  ASKED,
  { ...ASKED, name: 'asked-enforced', enforce: true },
  { ...DEFAULTS, name: 'guarded', origin: oneOf(APP, 'null'), friends: [APP, 'null'], enforce: true },
  {
    ...BASE,
    name: 'version-1',
    origin: oneOf(APP, 'https://one.example'),
    friends: [APP, 'https://one.example'],
    credentials: true,
    headers: ['x-one', 'x-two'],
    maxAge: 600,
  },
  {
    ...BASE,
    name: 'version-2',
    origin: oneOf(APP, 'https://two.example'),
    friends: [APP, 'https://two.example'],
    headers: ['x-two', 'x-three'],
    maxAge: 60,
  },
  { ...BASE, name: 'version-3', origin: '*', friends: [APP, 'https://three.example'], headers: '*' },
  {
    ...DEFAULTS,
    name: 'any',
    origin: subdomainsOf('https://', '.any.example', 'any port'),
    friends: ['https://a.any.example', 'https://a.any.example:8443'],
    credentials: true,
  },
  {
    ...DEFAULTS,
    name: 'hosted',
    origin: oneOf('https://hosted.example'),
    friends: ['https://hosted.example'],
    credentials: true,
  },
  { ...DEFAULTS, name: 'responses', credentials: true, exposed: 'X-Total' },
  {
    ...DEFAULTS,
    name: 'middleware',
    origin: subdomainsOf('https://', '.middleware.example', ''),
    friends: ['https://a.middleware.example'],
  },
];

const BY_NAME = new Map(POLICIES.map(policy => [policy.name, policy]));

export const POLICY_NAMES: readonly string[] = [...BY_NAME.keys()];
export const ALL_FRIENDS: readonly string[] = [...new Set(POLICIES.flatMap(({ friends }) => friends))];

export function naivePolicy(name: string): NaivePolicy {
  const policy = BY_NAME.get(name);
  if (policy === undefined) throw new RangeError(`No policy has the name ${JSON.stringify(name)}.`);
  return policy;
}

/** Whether a policy allows what was sent as `Origin`. */
export function allowsOrigin({ origin: rule }: NaivePolicy, origin: string): boolean {
  if (rule === '*') return true;
  return rule !== false && rule(origin);
}

/** Whether some policy allows an origin by name. Used if it is not known which policy answered. */
export function isSomebodysFriend(origin: string): boolean {
  return POLICIES.some(policy => policy.origin !== '*' && allowsOrigin(policy, origin));
}

function oneOf(...origins: readonly string[]): (origin: string) => boolean {
  return origin => origins.includes(origin);
}

function subdomainsOf(scheme: string, suffix: string, port: '' | 'any port'): (origin: string) => boolean {
  return origin => {
    if (port === 'any port' && !hasGoodPort(origin)) return false;
    const host = port === 'any port' ? origin.replace(/:[0-9]+$/, '') : origin;
    const name = between(host, scheme, suffix);
    return (
      // The longest name of DNS.
      `${name}${suffix}`.length <= 253 && name.split('.').every(label => /^[a-z0-9_-]{1,63}$/.test(label))
    );
  };
}

/** The text between the two, or undefined. */
function between(text: string, start: string, end: string): string {
  const stands = text.startsWith(start) && text.endsWith(end) && text.length > start.length + end.length;
  return stands ? text.slice(start.length, -end.length) : '';
}

function hasGoodPort(origin: string): boolean {
  const [, port] = /:([0-9]+)$/.exec(origin) ?? [];
  return port === undefined || (String(Number(port)) === port && Number(port) >= 1 && Number(port) <= 65_535);
}
