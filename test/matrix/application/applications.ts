import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { createAdapter } from './adapter.js';
import { AppModule } from './app.module.js';

/** The two ways to start one, which are not alike inside Nest. */
export const APPLICATIONS: Record<string, () => Promise<INestApplication>> = {
  async 'NestFactory.create()'() {
    return NestFactory.create(AppModule, createAdapter(), {
      logger: false,
      abortOnError: false,
    });
  },
  async 'Test.createTestingModule()'() {
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    return module.createNestApplication(createAdapter(), { logger: false });
  },
};
