import type { Exchange } from '../../sample/01-quickstart/src/flow/exchange.js';

/**
 * The result of a run from one origin, as a card contains it: the page's side, then the server's.
 */
export interface RunResult {
  outcome: 'readable' | 'blocked';
  status: number | null;
  readableHeaders: Record<string, string>;
  body: string | null;
  error: string | null;
  origin: string;
  preflight: Exchange | null;
  actual: Exchange | null;
  login: { outcome: 'readable' | 'blocked'; actual: Exchange | null } | null;
}

/** A run without the parts that differ at each start. `own` stands for the origin that sends. */
export interface RunStory {
  outcome: 'readable' | 'blocked';
  status: number | null;
  preflight: PreflightStory | null;
  actual: ActualStory | null;
}

export interface PreflightStory {
  status: number;
  allowOrigin: string | null;
  credentials: boolean;
  methods: string[];
  maxAge: string | null;
  vary: string[];
}

export interface ActualStory {
  status: number;
  handler: string | null;
  cookie: boolean;
  allowOrigin: string | null;
  credentials: boolean;
  vary: string[];
}

export function parseRunResult(text: string | null): RunResult {
  const value: unknown = JSON.parse(text ?? 'null');
  if (!isRunResult(value)) {
    throw new Error(`Not the result of a run: ${text}`);
  }
  return value;
}

export function storyOf({ outcome, status, origin, preflight, actual }: RunResult): RunStory {
  return {
    outcome,
    status,
    preflight: preflight && {
      status: preflight.status ?? 0,
      allowOrigin: allowOrigin(preflight, origin),
      credentials: credentials(preflight),
      methods: list(preflight.response['access-control-allow-methods']),
      maxAge: preflight.response['access-control-max-age'] ?? null,
      vary: list(preflight.response.vary),
    },
    actual: actual && {
      status: actual.status ?? 0,
      handler: actual.handler,
      cookie: 'cookie' in actual.request,
      allowOrigin: allowOrigin(actual, origin),
      credentials: credentials(actual),
      vary: list(actual.response.vary),
    },
  };
}

function allowOrigin({ response }: Exchange, origin: string): string | null {
  const value = response['access-control-allow-origin'] ?? null;
  return value === origin ? 'own' : value;
}

function credentials({ response }: Exchange): boolean {
  return response['access-control-allow-credentials'] === 'true';
}

function list(value: string | undefined): string[] {
  return value === undefined
    ? []
    : value
        .split(',')
        .map(member => member.trim())
        .sort();
}

function isRunResult(value: unknown): value is RunResult {
  return (
    typeof value === 'object' &&
    value !== null &&
    'outcome' in value &&
    'readableHeaders' in value &&
    'preflight' in value &&
    'actual' in value
  );
}
