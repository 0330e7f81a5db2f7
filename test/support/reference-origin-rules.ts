import type { OriginRule } from '../../lib/policy/index.js';

// An independent implementation of origin rules. It is written only from the contract, and checks
// one rule and one character at a time, so it is slow.

/** A rule as its parts, from which its text is made and never the other way round. */
export type ReferenceRule =
  | {
      readonly scheme: string;
      /** Whether `*.` stands before the host. */
      readonly subdomains: boolean;
      readonly host: string;
      /** Empty for none, `*` for any or none. */
      readonly port: string;
    }
  | { readonly expression: RegExp };

const LOWER_CASE = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const WEB_HOST_CHARACTERS = `${LOWER_CASE}${DIGITS}-_.`;
const OTHER_HOST_CHARACTERS = `${WEB_HOST_CHARACTERS}~${LOWER_CASE.toUpperCase()}`;

export function textOf(rule: ReferenceRule): OriginRule {
  if ('expression' in rule) return rule.expression;
  const { scheme, subdomains, host, port } = rule;
  return `${scheme}://${subdomains ? '*.' : ''}${host}${port === '' ? '' : `:${port}`}`;
}

/** Whether one of the rules allows the origin. */
export function referenceAllows(rules: readonly ReferenceRule[], origin: string): boolean {
  const parts = origin.length > 326 ? undefined : readOrigin(origin);
  if (parts === undefined) return false;
  return rules.some(rule => {
    // Exact hosts are what they are; the rest stands for names that DNS can have.
    const free = 'expression' in rule || rule.subdomains;
    if (free && !canBeResolved(parts)) return false;
    if ('expression' in rule) return rule.expression.test(origin);
    return (
      rule.scheme === parts.scheme && isHostOf(rule, parts.host) && ['*', parts.port].includes(rule.port)
    );
  });
}

function canBeResolved({ scheme, host }: { readonly scheme: string; readonly host: string }): boolean {
  if (scheme.length > 64 || host.length > 253) return false;
  if (host === '' || host.startsWith('[')) return true;
  const web = scheme === 'http' || scheme === 'https';
  const labels = (web ? host.replace(/\.$/, '') : host).split('.');
  return labels.every(({ length }) => length < 64 && (length > 0 || !web));
}

function isHostOf(rule: { readonly subdomains: boolean; readonly host: string }, host: string): boolean {
  if (!rule.subdomains) return host === rule.host;
  const labels = host.split('.');
  const fixed = rule.host.split('.');
  const free = labels.length - fixed.length;
  return free > 0 && !labels.includes('') && fixed.every((label, index) => labels[free + index] === label);
}

function readOrigin(origin: string): { scheme: string; host: string; port: string } | undefined {
  const [scheme = '', authority, ...more] = origin.split('://');
  if (authority === undefined || more.length > 0 || !isScheme(scheme)) return undefined;
  const web = scheme === 'http' || scheme === 'https';
  // The colons of an IPv6 address are no longer in the way once its brackets are cut off.
  const address = authority.startsWith('[') ? authority.slice(0, authority.indexOf(']') + 1) : '';
  const [name = '', port, ...others] = authority.slice(address.length).split(':');
  if (others.length > 0 || (port !== undefined && !isPort(port))) return undefined;
  if (address !== '' && (name !== '' || !isAddress(address, web))) return undefined;
  if (authority === '' && !web) return { scheme, host: '', port: '' };
  if (address === '' && !consistsOf(name, web ? WEB_HOST_CHARACTERS : OTHER_HOST_CHARACTERS))
    return undefined;
  return { scheme, host: address + name, port: port ?? '' };
}

function isScheme(scheme: string): boolean {
  return LOWER_CASE.includes(scheme.charAt(0)) && consistsOf(scheme, `${LOWER_CASE}${DIGITS}+-.`);
}

function isAddress(address: string, web: boolean): boolean {
  return consistsOf(address.slice(1, -1), web ? `${DIGITS}abcdef:.` : `${DIGITS}abcdefABCDEF:.`);
}

function isPort(port: string): boolean {
  return consistsOf(port, DIGITS) && !port.startsWith('0') && Number(port) <= 65535;
}

function consistsOf(text: string, characters: string): boolean {
  return text !== '' && text.split('').every(character => characters.includes(character));
}
