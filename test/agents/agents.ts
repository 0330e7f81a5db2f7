import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type ModuleFormat = 'cjs' | 'mjs';

/** An agent, and how an application is started with it. */
export interface Agent {
  readonly name: string;
  /** The packages that it consists of. */
  readonly packages: readonly string[];
  /** Node's arguments, by the module format of the application. */
  readonly preload: Readonly<Record<ModuleFormat, readonly string[]>>;
  /** Keeps all that it knows on this machine. */
  readonly environment: Readonly<Record<string, string>>;
  /** Combinations that the agent itself does not start. */
  readonly startsNot?: (nest: number, format: ModuleFormat) => boolean;
}

/** A port without a listener. */
export const NOWHERE = '127.0.0.1:1';

/** An application in a process of its own that no agent instruments. */
export const NO_AGENT: Agent = {
  name: 'none',
  packages: [],
  preload: { cjs: [], mjs: [] },
  environment: {},
};

export const AGENTS: readonly Agent[] = [
  {
    name: 'dd-trace',
    packages: ['dd-trace'],
    preload: { mjs: ['--import', 'dd-trace/initialize.mjs'], cjs: ['--require', 'dd-trace/init'] },
    environment: {
      DD_TRACE_AGENT_URL: `http://${NOWHERE}`,
      DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
      DD_REMOTE_CONFIGURATION_ENABLED: 'false',
      DD_TRACE_STARTUP_LOGS: 'false',
    },
  },
  {
    name: 'newrelic',
    packages: ['newrelic'],
    preload: {
      mjs: ['--import', 'newrelic/esm-loader.mjs', '--require', 'newrelic'],
      cjs: ['--require', 'newrelic'],
    },
    environment: {
      NEW_RELIC_LICENSE_KEY: '0'.repeat(40),
      NEW_RELIC_APP_NAME: 'surrounded',
      NEW_RELIC_HOST: '127.0.0.1',
      NEW_RELIC_PORT: '1',
      NEW_RELIC_LOG_ENABLED: 'false',
      ...Object.fromEntries(
        ['AWS', 'AZURE', 'AZUREFUNCTION', 'DOCKER', 'GCP', 'KUBERNETES', 'PCF'].map(cloud => [
          `NEW_RELIC_UTILIZATION_DETECT_${cloud}`,
          'false',
        ]),
      ),
    },
    // Its loader writes require() into Nest 12, which is ESM.
    startsNot: (nest, format) => nest === 12 && format === 'mjs',
  },
  {
    name: 'elastic-apm-node',
    packages: ['elastic-apm-node'],
    preload: {
      mjs: ['--experimental-loader', 'elastic-apm-node/loader.mjs', '--require', 'elastic-apm-node/start.js'],
      cjs: ['--require', 'elastic-apm-node/start.js'],
    },
    environment: {
      ELASTIC_APM_SERVER_URL: `http://${NOWHERE}`,
      ELASTIC_APM_CLOUD_PROVIDER: 'none',
      ELASTIC_APM_CENTRAL_CONFIG: 'false',
      ELASTIC_APM_METRICS_INTERVAL: '0',
      ELASTIC_APM_LOG_LEVEL: 'off',
    },
  },
  {
    name: 'opentelemetry',
    packages: ['@opentelemetry/api', '@opentelemetry/auto-instrumentations-node'],
    preload: {
      mjs: [
        '--experimental-loader',
        '@opentelemetry/instrumentation/hook.mjs',
        '--require',
        '@opentelemetry/auto-instrumentations-node/register',
      ],
      cjs: ['--require', '@opentelemetry/auto-instrumentations-node/register'],
    },
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://${NOWHERE}`,
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_LOG_LEVEL: 'none',
      // Those of the clouds ask the network.
      OTEL_NODE_RESOURCE_DETECTORS: 'none',
    },
  },
  {
    name: 'sentry',
    packages: ['@sentry/node'],
    preload: { mjs: ['--import', './sentry.mjs'], cjs: ['--import', './sentry.mjs'] },
    environment: {},
  },
];

/** The pinned versions of agents, for the Node that runs: the newest whose `engines` allow it. */
export function versionsOf(agents: readonly Agent[]): Record<string, string> {
  const pinned = JSON.parse(readFileSync(join(import.meta.dirname, 'versions.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  const node = Number(process.versions.node.split('.')[0]);
  return Object.fromEntries(
    agents
      .flatMap(({ packages }) => packages)
      .map(name => {
        const [, version] =
          Object.entries(pinned[name] ?? {})
            .filter(([since]) => Number(since) <= node)
            .at(-1) ?? [];
        if (version === undefined) throw new RangeError(`versions.json has no ${name} for Node ${node}.`);
        return [name, version];
      }),
  );
}
