// `node mixed.mjs module decorators explorer`. Each argument is 'import' or 'require' and selects a
// copy of the package.
import 'reflect-metadata';
import * as common from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { createRequire } from 'node:module';
import { answersOf, rootModuleOf } from './application.mjs';

const require = createRequire(import.meta.url);
const copyOf = (how, entry) => (how === 'import' ? import(entry) : require(entry));

const [module, decorators, explorer] = process.argv.slice(2);
const main = await copyOf(module, 'nestjs-cors-policy');
const other = await copyOf(decorators, 'nestjs-cors-policy');
const root = rootModuleOf(common, {
  module: main,
  decorators: other,
  explorer: await copyOf(explorer, 'nestjs-cors-policy/explorer'),
});
const app = await NestFactory.create(root, new ExpressAdapter(), { logger: false, abortOnError: false });
const answers = await answersOf(app);

let caught;
try {
  main.CorsModule.forRootAsync({});
} catch (error) {
  caught = error;
}
const copies = main.CorsModule === other.CorsModule ? 1 : 2;
const known = caught instanceof other.CorsConfigurationError;
console.log(JSON.stringify({ copies, known, ...answers }));
