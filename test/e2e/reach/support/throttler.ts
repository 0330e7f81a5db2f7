import { jest } from '@jest/globals';
import * as common from '@nestjs/common';
import * as core from '@nestjs/core';

// The throttler is CommonJS and requires Nest. Jest cannot require an ESM package, so the throttler
// gets the copy that the tests import.
jest.mock('@nestjs/common', () => common);
jest.mock('@nestjs/core', () => core);

export const { Throttle, ThrottlerGuard, ThrottlerModule } = await import('@nestjs/throttler');
