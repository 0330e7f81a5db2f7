import type { INestApplication } from '@nestjs/common';

export declare const app: INestApplication;
