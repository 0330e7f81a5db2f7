import { Deadline } from '../../lib/cli/check/deadline.js';
import { verdictOf } from '../../lib/cli/check/findings.js';
import { HostNetwork } from '../../lib/cli/check/host-network.js';
import { observe } from '../../lib/cli/check/observation.js';
import { pageRequest } from '../../lib/cli/check/page-request.js';
import type { ProfileName } from '../../lib/browser/engine-profile.js';
import { apiUrl, fill } from '../conformance/support/origins.js';
import { type Scenario, SCENARIOS, deviationsOf, isMeasured } from '../conformance/support/scenario.js';
import { World } from '../conformance/support/world.js';

const PROFILES: readonly ProfileName[] = ['standard', 'chromium', 'firefox', 'webkit'];
/** The facts about a request in a command line. All other facts belong to the page. */
const SAID = ['method', 'headers', 'credentials', 'query', 'via', 'body', 'mode', 'redirect'];
const SENT_METHODS = ['GET', 'HEAD', 'OPTIONS', 'get', 'head'];

/** Why a scenario is nothing that one command asks; `undefined` where it is. */
function whyNot({ steps, server, api, page }: Scenario): string | undefined {
  const [step, ...others] = steps;
  if (step === undefined || others.length > 0) return 'several requests, or a cache between them';
  const { request } = step;
  const other = Object.keys(request).find(name => !SAID.includes(name));
  if (other !== undefined) return `the request has ${other}`;
  if (![undefined, 'fetch', 'xhr'].includes(request.via)) return `made by ${request.via ?? ''}`;
  if (![undefined, 'cors'].includes(request.mode)) return `mode ${request.mode ?? ''}`;
  if (![undefined, 'follow'].includes(request.redirect)) return `redirect mode ${request.redirect ?? ''}`;
  if (request.body !== undefined && typeof request.body !== 'string') return 'the body makes headers';
  if (api !== '$API') return 'the host is a name of the test alone, with a certificate of its own';
  if (page.startsWith('$APPS') && !page.startsWith('$APPSUF')) return 'a secure page is another world';
  if (server.raw?.actual?.status === 404 && !SENT_METHODS.includes(request.method))
    return 'the answer to a method that is never sent decides, and that to GET says nothing of it';
  const leavesHost = JSON.stringify(server).includes('$OTHER') || JSON.stringify(server).includes('$APIS');
  return leavesHost ? 'a redirect to another host is not followed' : undefined;
}

/** A body of text has a type, which decides whether there is a preflight. */
function headersOf({ steps }: Scenario, world: World): string[] {
  const { headers = {}, body } = steps[0]?.request ?? {};
  const given: readonly (readonly [name: string, value: string])[] = isList(headers)
    ? headers
    : Object.entries(headers);
  const isNamed = given.some(([name]) => name.toLowerCase() === 'content-type');
  const all =
    typeof body === 'string' && !isNamed ? [...given, ['Content-Type', 'text/plain'] as const] : given;
  return all.map(([name, value]) => `${name}: ${fill(value, world.origins)}`);
}

function isList<Item>(value: object | readonly Item[]): value is readonly Item[] {
  return Array.isArray(value);
}

const EXPRESSIBLE = SCENARIOS.filter(scenario => whyNot(scenario) === undefined);

describe('The scenarios of browsers', () => {
  it('are expressed by one command in the main, and each of the others has a reason', () => {
    const reasons = SCENARIOS.map(whyNot).filter(reason => reason !== undefined);
    expect(EXPRESSIBLE.length).toBeGreaterThan(60);
    expect(EXPRESSIBLE.length + reasons.length).toBe(SCENARIOS.length);
  });
});

describe.each(['express', 'fastify'] as const)('A check of the scenarios, on %s', platform => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(platform);
  });
  afterAll(() => world.close());

  describe.each(PROFILES)('profile %s', profile => {
    const asked = EXPRESSIBLE.filter(scenario => profile === 'standard' || isMeasured(scenario, profile));

    it.each(asked)('$id $title', async scenario => {
      const { page, steps } = scenario;
      const [step] = steps;
      if (step === undefined) throw new TypeError('A scenario has a step.');
      const { method, credentials, query } = step.request;
      world.take(scenario);
      await world.enter(scenario, 0);
      const url = apiUrl(scenario, world.origins, query);
      const request = pageRequest(url, {
        origin: fill(step.page ?? page, world.origins),
        method,
        headers: headersOf(scenario, world),
        credentials: credentials === 'include',
      });
      const network = new HostNetwork(request.url.hostname, new Deadline(10_000), false);

      const seen = await observe(request, network, profile, false);
      const { readable } = verdictOf(seen);

      const differs = profile === 'standard' ? [] : deviationsOf(scenario, profile);
      const isReadable = differs.some(difference => difference.includes(': readable '))
        ? !step.expect.readable
        : step.expect.readable;
      expect(readable).toBe(isReadable);
    });
  });
});
