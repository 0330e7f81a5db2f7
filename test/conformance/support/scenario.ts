import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The engines that the vectors were measured in. */
export type Engine = 'chromium' | 'firefox' | 'webkit';

export interface ScenarioPolicy {
  readonly origins: '*' | readonly string[];
  readonly methods: readonly string[];
  readonly headers: '*' | 'reflect' | readonly string[];
  readonly credentials?: boolean;
  readonly expose?: '*' | readonly string[];
  readonly maxAge?: number | string;
}

/** An answer, or the part of it that is not CORS. */
export interface ScenarioAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  readonly etag?: string;
  readonly kind?: 'text' | 'sse' | 'stream' | 'png' | 'js' | 'font';
  readonly redirect?: { readonly status?: number; readonly to: string };
}

/** The answers of one URL of a scenario. */
export interface ScenarioServer {
  readonly policy?: ScenarioPolicy;
  readonly raw?: { readonly preflight?: ScenarioAnswer; readonly actual?: ScenarioAnswer };
  readonly actual?: ScenarioAnswer;
}

export interface ScenarioRequest {
  readonly method: string;
  readonly via?: 'fetch' | 'xhr' | 'eventsource' | 'beacon' | 'img' | 'script' | 'font';
  readonly context?: 'worker' | 'sandbox' | 'data' | 'blob';
  readonly headers?: Readonly<Record<string, string>> | readonly (readonly [name: string, value: string])[];
  readonly body?:
    | string
    | {
        readonly kind: 'formdata' | 'stream' | 'blob' | 'params';
        readonly size?: number;
        readonly type?: string;
      };
  readonly mode?: 'no-cors' | 'cors' | 'same-origin';
  readonly credentials?: 'include' | 'omit' | 'same-origin';
  readonly cache?: 'DEFAULT' | 'no-store' | 'reload' | 'no-cache';
  readonly redirect?: 'follow' | 'manual' | 'error';
  readonly referrerPolicy?: 'no-referrer';
  readonly uploadListener?: boolean;
  readonly crossorigin?: 'use-credentials' | 'anonymous';
  readonly query?: string;
  readonly seed?: true | string;
  readonly stream?: boolean;
}

export interface ScenarioExpectation {
  readonly preflights: number;
  readonly actuals: number;
  readonly readable: boolean;
  readonly status?: number;
  readonly type?: string;
  readonly loaded?: boolean;
  readonly origin?: string | null;
  readonly acrm?: string;
  readonly acrh?: string | null;
  readonly cookie?: boolean;
  readonly accept?: string;
  readonly sent?: Readonly<Record<string, string>>;
  readonly sentNot?: readonly string[];
  readonly visible?: readonly string[];
  readonly hidden?: readonly string[];
  readonly hopOrigin?: Readonly<Record<string, string>>;
  readonly hopMethod?: Readonly<Record<string, string>>;
  readonly hopAuthorization?: Readonly<Record<string, boolean>>;
}

export interface ScenarioStep {
  readonly page?: string;
  readonly delayMs?: number;
  readonly request: ScenarioRequest;
  readonly expect: ScenarioExpectation;
}

export interface Scenario {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly page: string;
  readonly api: string;
  readonly pageHeaders?: Readonly<Record<string, string>>;
  readonly server: ScenarioServer & {
    readonly hops?: Readonly<Record<string, ScenarioServer>>;
    readonly phases?: readonly ScenarioServer[];
  };
  readonly steps: readonly ScenarioStep[];
  readonly decidedBy: 'server' | 'browser';
  readonly measured: Readonly<Record<Engine, string>>;
}

interface ScenarioFile {
  readonly count: number;
  readonly scenarios: readonly Scenario[];
}

export const SCENARIOS: readonly Scenario[] = read().scenarios;

/**
 * The differences from the standard that the file names for an engine, in the format of {@link
 * differences}.
 */
export function deviationsOf({ measured }: Scenario, engine: Engine): string[] {
  const said = measured[engine];
  return said.startsWith('DIFFERS: ')
    ? said
        .slice('DIFFERS: '.length)
        .split('; ')
        .map(difference => difference.replace(/ \(.*\)$/, ''))
    : [];
}

export function isMeasured({ measured }: Scenario, engine: Engine): boolean {
  return measured[engine] !== 'not run';
}

function read(): ScenarioFile {
  const path = join(process.cwd(), 'test/conformance/browser-scenarios.json');
  const file: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isScenarioFile(file)) throw new TypeError('These are not the scenarios.');
  return file;
}

function isScenarioFile(file: unknown): file is ScenarioFile {
  return (
    typeof file === 'object' &&
    file !== null &&
    'schema' in file &&
    file.schema === 'corstruth/1' &&
    'count' in file &&
    'scenarios' in file &&
    Array.isArray(file.scenarios) &&
    file.scenarios.length === file.count
  );
}
