// The evidence that the agent of this process instrumented the application, and the address to
// which it would send data.

const AGENTS = {
  'none': { ofRequest: () => undefined, destination: () => undefined },
  'dd-trace': {
    ofRequest: () => require('dd-trace').scope().active()?.context().toSpanId(),
    destination: () => require('dd-trace')._tracer._url.host,
  },
  'newrelic': {
    // It makes no transaction while it has no connection, but it has wrapped what is registered.
    ofRequest: () => isWrappedByNewRelic() || undefined,
    destination: () => {
      const { host, port } = require('newrelic').agent.config;
      return `${host}:${port}`;
    },
  },
  'elastic-apm-node': {
    ofRequest: () => require('elastic-apm-node').currentTransaction?.traceId,
    destination: () => new URL(require('elastic-apm-node')._conf.serverUrl).host,
  },
  'opentelemetry': {
    ofRequest: () => {
      const span = require('@opentelemetry/api').trace.getActiveSpan();
      return span?.isRecording() ? span.spanContext().traceId : undefined;
    },
    destination: () => new URL(process.env.OTEL_EXPORTER_OTLP_ENDPOINT).host,
  },
  'sentry': {
    ofRequest: () => require('@sentry/node').getActiveSpan()?.spanContext().traceId,
    destination: () => {
      const { host, port } = require('@sentry/node').getClient().getDsn();
      return `${host}:${port}`;
    },
  },
};

function isWrappedByNewRelic() {
  if (process.env.PLATFORM === 'fastify') {
    const { Server } = require('node:http');
    return Server.prototype.emit.name === 'wrappedEmit';
  }
  const instance = require('express')();
  const probe = () => undefined;
  instance.get('/probe', probe);
  return instance.router.stack[0].route.stack[0].handle !== probe;
}

const agent = AGENTS[process.env.AGENT];

/** Whether the agent has a trace of the request that is being handled. */
exports.ofRequest = () => {
  try {
    return agent.ofRequest() !== undefined;
  } catch (error) {
    return String(error);
  }
};

exports.report = seen => ({
  instrumented: [...new Set(seen)],
  destination: agent.destination(),
  connectionsElsewhere: globalThis.connectionsElsewhere,
});
