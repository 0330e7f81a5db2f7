import { do_not_optimize, measure } from 'mitata';
import { type Spread, spread } from '../report/statistics.js';
import { allocatedBy } from './allocated-bytes.js';
import { CONTENDERS, type Contender, type ContenderOptions } from './contenders.js';
import { type MockRequest, ORIGIN, actual, preflight } from './mock-messages.js';

/** The time that a contender needs for one decision. */
export interface DecisionFigure {
  readonly scenario: string;
  readonly contender: string;
  readonly nanoseconds: Spread;
  /** The bytes that one decision allocates, including the mock response. */
  readonly bytes: number;
}

const BATCH = 64;

interface Scenario {
  readonly name: string;
  readonly options: ContenderOptions;
  readonly request: MockRequest;
}

const EVIL = 'https://evil.example';

function listOf(count: number): ContenderOptions {
  const others = Array.from({ length: count - 1 }, (_, index) => `https://tenant-${index}.example.com`);
  const middle = Math.floor(others.length / 2);
  return { origins: [...others.slice(0, middle), ORIGIN, ...others.slice(middle)] };
}

function subdomainsOf(count: number): ContenderOptions {
  const domains = Array.from({ length: count }, (_, index) => `tenant-${index}.example`);
  return {
    origins: domains.map(domain => new RegExp(`^https://[a-z0-9.-]+\\.${domain.replaceAll('.', '\\.')}$`)),
    patterns: domains.map(domain => `https://*.${domain}`),
  };
}

/** 16 KB of commas and tabs around one name. */
const HOSTILE_HEADERS = `x-trace${', \t,'.repeat(4096)}`;

const SCENARIOS: readonly Scenario[] = [
  { name: 'actual, one origin', options: listOf(1), request: actual(ORIGIN) },
  { name: 'actual, 100 origins', options: listOf(100), request: actual(ORIGIN) },
  { name: 'actual, 10,000 origins', options: listOf(10_000), request: actual(ORIGIN) },
  {
    name: 'actual, 100 subdomain patterns',
    options: subdomainsOf(100),
    request: actual('https://eu.tenant-50.example'),
  },
  { name: 'actual, refused origin, 100 origins', options: listOf(100), request: actual(EVIL) },
  {
    name: 'preflight, allowed, 100 origins',
    options: listOf(100),
    request: preflight(ORIGIN, 'content-type,x-trace'),
  },
  {
    name: 'preflight, refused origin, 100 origins',
    options: listOf(100),
    request: preflight(EVIL, 'content-type'),
  },
  {
    name: 'preflight, 16 KB of hostile header names',
    options: listOf(100),
    request: preflight(ORIGIN, HOSTILE_HEADERS),
  },
];

export interface DecisionBenchOptions {
  readonly rounds: number;
  /** Absent: all. */
  readonly contenders?: readonly string[];
  /** Absent: all. */
  readonly scenarios?: readonly string[];
}

/** Decides with every contender in turn. */
export async function measureDecisions({
  rounds,
  contenders: names = Object.keys(CONTENDERS),
  scenarios = SCENARIOS.map(({ name }) => name),
}: DecisionBenchOptions): Promise<DecisionFigure[]> {
  const figures: DecisionFigure[] = [];
  for (const { name: scenario, options, request } of SCENARIOS) {
    if (!scenarios.includes(scenario)) continue;
    const contenders = Object.entries(CONTENDERS)
      .filter(([name]) => names.includes(name))
      .map(([name, create]) => ({ name, decide: create(options) }));
    const times = new Map<string, number[]>();
    for (let round = 0; round < rounds; round++) {
      for (const { name, decide } of contenders) {
        times.set(name, [...(times.get(name) ?? []), await timeOf(decide, request)]);
      }
    }
    for (const { name: contender, decide } of contenders) {
      const nanoseconds = spread(times.get(contender) ?? []);
      figures.push({ scenario, contender, nanoseconds, bytes: allocatedBy(decide, request) });
    }
  }
  return figures;
}

async function timeOf(decide: Contender, request: MockRequest): Promise<number> {
  const batch = (): void => {
    // Measures the decision, not the loop around it.
    for (let index = 0; index < BATCH; index++) do_not_optimize(decide(request));
  };
  const { p50 } = await measure(batch, { min_cpu_time: 20_000_000, min_samples: 20, batch_samples: 32 });
  return p50 / BATCH;
}
