import type { INestApplication } from '@nestjs/common';

/** The application of the page. */
export declare const app: INestApplication;
