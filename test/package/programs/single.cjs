// `node single.cjs express|fastify`: everything through `require`.
require('reflect-metadata');
const common = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');
const cors = require('nestjs-cors-policy');
require('nestjs-cors-policy/testing');
const explorer = require('nestjs-cors-policy/explorer');
const { answersOf, rootModuleOf } = require('./application.mjs');

async function main() {
  const platform = process.argv[2];
  const adapters = require(`@nestjs/platform-${platform}`);
  const adapter = platform === 'express' ? new adapters.ExpressAdapter() : new adapters.FastifyAdapter();
  const root = rootModuleOf(common, { module: cors, decorators: cors, explorer });
  const app = await NestFactory.create(root, adapter, { logger: false, abortOnError: false });
  console.log(JSON.stringify(await answersOf(app)));
}
void main();
