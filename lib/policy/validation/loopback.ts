/**
 * Whether a host in canonical form is a loopback host. Subdomains of `localhost` are loopback
 * hosts, and so is their pattern.
 *
 * @see https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
 */
export function isLoopbackHost(host: string): boolean {
  return /^(?:(?:.+\.)?localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);
}
