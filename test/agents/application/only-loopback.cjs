// Before everything else: no socket of this process reaches another host, and each attempt is told.
const dns = require('node:dns');
const net = require('node:net');

const LOOPBACK = /^(127\.|::1$|localhost$)/;
const attempts = [];
globalThis.connectionsElsewhere = attempts;

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  const options = typeof first === 'object' && first !== null ? first : { port: first, host: args[1] };
  const host = options.path === undefined ? (options.host ?? 'localhost') : 'localhost';
  if (typeof host === 'string' && LOOPBACK.test(host)) return connect.apply(this, args);
  attempts.push(`${host}:${options.port}`);
  process.nextTick(() => this.destroy(new Error(`no connection to ${host} in this suite`)));
  return this;
};

const { lookup } = dns;
dns.lookup = function (host, ...others) {
  if (LOOPBACK.test(host) || host === '') return lookup.call(this, host, ...others);
  attempts.push(`${host} (DNS)`);
  const done = others.at(-1);
  process.nextTick(() => done(Object.assign(new Error(`no look-up of ${host}`), { code: 'ENOTFOUND' })));
};
