import { type RootModule, type Setting, type StartOptions, SETTINGS } from '../../support/applications.js';
import { type HttpHeaders, type HttpResponse, corsHeaders, readHead } from '../../support/http.js';
import { type Served, serve } from '../../support/served.js';
import { expectedPolicy } from './own-policy.js';

type Platform = Setting['platform'];

/** A value, or one for each platform. */
type PerPlatform<Value> = Value | Readonly<Record<Platform, Value>>;

/** The reach of the portable path: full, none, or with a `Vary` that the application replaces. */
export type PortableReach = 'all' | 'nothing' | 'all but Vary';

/**
 * A row of the reach table: a way in which a response ends, and the policy whose headers it
 * carries.
 */
export interface ResponseKind {
  /** The code that answers, as the subject of a sentence. */
  readonly name: string;
  readonly method?: string;
  readonly path: string;
  readonly headers?: HttpHeaders;
  readonly body?: string;
  readonly status: PerPlatform<number>;
  /** The mark of the route's own policy; absent where the module's defaults decide. */
  readonly policy?: string;
  /** The request headers besides `Origin` by which the response varies. */
  readonly vary?: PerPlatform<string>;
  /** Further headers that the response has. */
  readonly others?: Readonly<Record<string, string>>;
  readonly only?: Platform;
  /** Whether the response goes on, or breaks off, after its head. */
  readonly headOnly?: true;
  readonly portable?: PerPlatform<PortableReach>;
}

export interface ReachSuite {
  readonly title: string;
  readonly root: (setting: Setting & { readonly interceptor: 'auto' | 'always' }) => RootModule;
  readonly start?: (setting: Setting) => StartOptions;
  readonly kinds: readonly ResponseKind[];
  /** Whether the portable path is left out, where what it does is nothing to rely on. */
  readonly nativeOnly?: true;
}

const REACH_TITLES: Readonly<Record<PortableReach, string>> = {
  'all': 'is reached',
  'nothing': 'is out of reach',
  'all but Vary': 'is reached, but for its Vary',
};

/**
 * Tests every row on both platforms and with both ways to start, and the reach of the portable
 * path.
 */
export function describeReach({ title, root, start, kinds, nativeOnly }: ReachSuite): void {
  const settings = SETTINGS.filter(setting => kindsOf(setting, kinds).length > 0);

  describe.each(settings)(`${title}: $name`, setting => {
    const served = serve(setting, () => root({ ...setting, interceptor: 'auto' }), start?.(setting));
    for (const kind of kindsOf(setting, kinds)) {
      const whose = kind.policy === undefined ? 'the headers of the defaults' : 'the headers of its route';
      test(`${kind.name} carries ${whose}`, () => expectReach(kind, setting, served(), 'all'));
    }
  });

  if (nativeOnly) return;
  describe.each(settings)(`${title}, the portable path: $name`, setting => {
    const served = serve(setting, () => root({ ...setting, interceptor: 'always' }), start?.(setting));
    for (const kind of kindsOf(setting, kinds)) {
      const reach = on(setting, kind.portable ?? 'all');
      test(`${kind.name} ${REACH_TITLES[reach]}`, () => expectReach(kind, setting, served(), reach));
    }
  });
}

function kindsOf({ platform }: Setting, kinds: readonly ResponseKind[]): readonly ResponseKind[] {
  return kinds.filter(({ only }) => only === undefined || only === platform);
}

async function expectReach(
  kind: ResponseKind,
  setting: Setting,
  served: Served,
  reach: PortableReach,
): Promise<void> {
  const { allowedOrigin, refusedOrigin, headers } = expectedPolicy(kind.policy);
  const own = kind.vary === undefined ? [] : [on(setting, kind.vary)];
  const vary = reach === 'all' ? [...own, 'Origin'] : own;
  for (const [origin, expected] of [
    [allowedOrigin, reach === 'nothing' ? {} : headers],
    [refusedOrigin, {}],
    [undefined, {}],
  ] as const) {
    const response = await ask(kind, served, origin);
    expect({ origin, status: response.status, ...comparable(response) }).toEqual({
      origin,
      status: on(setting, kind.status),
      ...expected,
      vary: vary.flatMap(asMembers).sort(),
    });
    expect(response.headers).toMatchObject(kind.others ?? {});
  }
}

function comparable(response: HttpResponse): Record<string, unknown> {
  const { vary = '', ...others } = corsHeaders(response);
  return { ...others, vary: asMembers(vary).sort() };
}

function asMembers(list: string): string[] {
  return list === '' ? [] : list.split(',').map(member => member.trim());
}

function on<Value>({ platform }: Setting, value: PerPlatform<Value>): Value {
  const given: unknown = value;
  return typeof given === 'object' && given !== null && platform in given
    ? (value as Readonly<Record<Platform, Value>>)[platform]
    : (value as Value);
}

function ask(kind: ResponseKind, served: Served, origin: string | undefined): Promise<HttpResponse> {
  const { method = 'GET', path, body } = kind;
  const headers = { ...kind.headers, ...(origin === undefined ? {} : { Origin: origin }) };
  return kind.headOnly
    ? readHead(served.url, method, path, headers, body)
    : served.send(method, path, headers, body);
}
