require('reflect-metadata');
const start = require('./application.cjs');
const platform =
  process.env.PLATFORM === 'fastify'
    ? require('@nestjs/platform-fastify').FastifyAdapter
    : require('@nestjs/platform-express').ExpressAdapter;

start({
  common: require('@nestjs/common'),
  core: require('@nestjs/core'),
  cors: require('nestjs-cors-policy'),
  platform,
});
