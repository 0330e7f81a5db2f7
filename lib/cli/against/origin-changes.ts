import { FILE_ORIGIN, OPAQUE_ORIGIN, SCHEME_END } from '../../fetch/index.js';
import { type WrittenOrigins, writtenOrigins } from '../surface/written-origins.js';
import type { SurfaceRow } from '../surface/surface-row.js';
import type { FieldChange } from './direction.js';

/** Origins that reach a regular expression or predicate only with a permission. */
const SHARED_ORIGINS = [OPAQUE_ORIGIN, FILE_ORIGIN];
const ANY_PORT = ':*';
const ANY_SUBDOMAIN = '*.';
const PORT = /:(?:\d+|\*)$/;

type Coverage = 'covered' | 'not covered' | 'unknown';

/** The origins that a change of `origin` and of its permissions allows and refuses. */
export function originChanges(before: SurfaceRow, after: SurfaceRow): FieldChange[] {
  const old = writtenOrigins(before);
  const now = writtenOrigins(after);
  const added = textsOf(now).map(text => ({ text, coverage: coverageOf(text, now, old) }));
  const removed = textsOf(old).filter(text => coverageOf(text, old, now) !== 'covered');
  const change = (direction: FieldChange['direction'], what: string): FieldChange => ({
    field: 'origin',
    direction,
    what,
  });
  const changes = [
    ...added
      .filter(({ coverage }) => coverage === 'not covered')
      .map(({ text }) => change('wider', `+ ${text}`)),
    ...added
      .filter(({ coverage }) => coverage === 'unknown')
      .map(({ text }) => change('unknown', `+ ${text}`)),
    ...sharedOrigins(old, now).map(({ direction, text }) => change(direction, `+ ${text}`)),
    ...removed.map(text => change('narrower', `- ${text}`)),
  ];
  if (changes.length > 0 || sameTexts(old, now)) return changes;
  return [change('changed', 'written otherwise, the same origins')];
}

function textsOf({ any, strings, opaque }: WrittenOrigins): readonly string[] {
  return any ? ['*'] : [...strings, ...opaque];
}

function sameTexts(old: WrittenOrigins, now: WrittenOrigins): boolean {
  const sorted = (origins: WrittenOrigins) => [...textsOf(origins)].sort().join('\n');
  return sorted(old) === sorted(now);
}

/** Whether other rules match every origin that these rules match. */
function coverageOf(text: string, own: WrittenOrigins, others: WrittenOrigins): Coverage {
  if (others.any) return 'covered';
  if (text === '*') return 'not covered';
  if (own.opaque.includes(text)) return timesIn(own, text) <= timesIn(others, text) ? 'covered' : 'unknown';
  if (!isPattern(text)) return exactCoverage(text, own, others);
  if (others.strings.some(rule => subsumes(rule, text))) return 'covered';
  return others.opaque.length > 0 ? 'unknown' : 'not covered';
}

/** Several predicates can have the same name. */
function timesIn({ opaque }: WrittenOrigins, text: string): number {
  return opaque.filter(other => other === text).length;
}

function exactCoverage(origin: string, own: WrittenOrigins, others: WrittenOrigins): Coverage {
  if (own.matcher.verdict(origin) !== 'allowed') return 'covered';
  const verdict = others.matcher.verdict(origin);
  if (verdict === 'allowed') return 'covered';
  return verdict === 'ask' ? 'unknown' : 'not covered';
}

/** `null` and `file://`, if a permission passes them to a regular expression or predicate. */
function sharedOrigins(
  old: WrittenOrigins,
  now: WrittenOrigins,
): { direction: 'wider' | 'unknown'; text: string }[] {
  return SHARED_ORIGINS.filter(origin => !now.any && !now.strings.includes(origin)).flatMap(text => {
    const [was, is] = [old.matcher.verdict(text), now.matcher.verdict(text)];
    if (is === 'refused' || was === 'allowed' || was === is) return [];
    return [{ direction: was === 'refused' && is === 'allowed' ? 'wider' : 'unknown', text } as const];
  });
}

function isPattern(rule: string): boolean {
  return rule.endsWith(ANY_PORT) || rule.includes(`${SCHEME_END}${ANY_SUBDOMAIN}`);
}

/** The parts of a string rule: `https://`, `.example.com` of `*.example.com`, `:8443`. */
interface RuleParts {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
}

function partsOf(rule: string): RuleParts {
  const hostStart = rule.indexOf(SCHEME_END) + SCHEME_END.length;
  const scheme = rule.slice(0, hostStart);
  const port = PORT.exec(rule.slice(hostStart))?.[0] ?? '';
  const host = rule.slice(hostStart, rule.length - port.length);
  return { scheme, port, host: host.startsWith(ANY_SUBDOMAIN) ? host.slice(1) : host };
}

/** Whether a rule matches every origin that a pattern matches. */
export function subsumes(rule: string, pattern: string): boolean {
  if (rule === pattern) return true;
  if (!isPattern(rule)) return false;
  const [outer, inner] = [partsOf(rule), partsOf(pattern)];
  if (outer.scheme !== inner.scheme) return false;
  if (outer.port !== ANY_PORT && outer.port !== inner.port) return false;
  if (!outer.host.startsWith('.')) return outer.host === inner.host;
  return inner.host.endsWith(outer.host) && (inner.host !== outer.host || inner.host.startsWith('.'));
}
