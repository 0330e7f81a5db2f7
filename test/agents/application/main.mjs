import 'reflect-metadata';
import * as common from '@nestjs/common';
import * as core from '@nestjs/core';
import * as cors from 'nestjs-cors-policy';
import start from './application.cjs';

const platform =
  process.env.PLATFORM === 'fastify'
    ? (await import('@nestjs/platform-fastify')).FastifyAdapter
    : (await import('@nestjs/platform-express')).ExpressAdapter;

await start({ common, core, cors, platform });
