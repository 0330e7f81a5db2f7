/** The reason why there is no response. */
export interface NetworkFailure {
  readonly code:
    | 'connection-failed'
    | 'connection-lost'
    | 'dns'
    | 'not-followed'
    | 'not-http'
    | 'not-sent'
    | 'timeout'
    | 'tls';
  readonly what: string;
  readonly change: string;
}

const NAMES: readonly (readonly [
  pattern: RegExp,
  code: NetworkFailure['code'],
  what: string,
  change: string,
])[] = [
  [/^(ENOTFOUND|EAI_)/, 'dns', 'has no address in DNS', 'Correct the host name, or its DNS entry.'],
  [
    /^ECONNREFUSED$/,
    'connection-failed',
    'refuses the connection: nothing listens on that port',
    'Start the server, or correct the port.',
  ],
  [
    /^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/,
    'connection-failed',
    'cannot be reached from here',
    'Check the network, a VPN or a firewall on the way.',
  ],
  [
    /^ETIMEDOUT$/,
    'timeout',
    'does not take the connection',
    'Check a firewall on the way, and whether the server runs.',
  ],
  [
    /^(ECONNRESET|EPIPE)$/,
    'connection-lost',
    'ended the connection before it answered',
    'Look for this request in the logs of the server. Possible causes: a proxy whose application does not run, or http on a port for https.',
  ],
  [/^CERT_HAS_EXPIRED$/, 'tls', 'has a certificate that has expired', 'Renew the certificate.'],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    'tls',
    'has a certificate for another name',
    'Give the server a certificate for this host.',
  ],
  [
    /SELF_SIGNED/,
    'tls',
    'has a certificate that no authority signed',
    'Use a certificate that browsers trust. For your own certificate, set NODE_EXTRA_CA_CERTS.',
  ],
  [
    /^(UNABLE_TO_|CERT_)/,
    'tls',
    'has a certificate that cannot be verified',
    'Let the server send the whole chain of certificates. For your own authority, set NODE_EXTRA_CA_CERTS.',
  ],
  [
    /^(EPROTO|ERR_SSL_|ERR_TLS_)/,
    'tls',
    'does not speak TLS as expected',
    'Check whether the port is for https, and which versions of TLS the server accepts.',
  ],
  [
    /^HPE_HEADER_OVERFLOW$/,
    'not-http',
    'sends too many headers',
    'Find out which server or setting adds headers.',
  ],
  [
    /^HPE_/,
    'not-http',
    'answers with something that is not HTTP',
    'Check the port, which may be for https or for another protocol. A header with forbidden bytes has the same effect.',
  ],
];

/** The failure that belongs to an error of a socket. */
export function networkFailure(error: unknown, host: string): NetworkFailure {
  const code = codeOf(error);
  const found = NAMES.find(([pattern]) => pattern.test(code));
  if (found === undefined)
    return {
      code: 'connection-failed',
      what: `The request to ${host} failed${code === '' ? '' : ` (${code})`}.`,
      change: 'Check the address.',
    };
  const [, name, what, change] = found;
  return { code: name, what: `${host} ${what} (${code}).`, change };
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
