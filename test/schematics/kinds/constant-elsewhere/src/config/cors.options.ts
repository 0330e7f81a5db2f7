import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface';
import { FRONT_ENDS } from './front-ends';

const shared = { credentials: true, maxAge: 600 } as const;

export const corsOptions: CorsOptions = {
  ...shared,
  origin: [...FRONT_ENDS.web, /^https:\/\/pr-\d+\.example\.com$/],
  methods: ['GET', 'POST', 'PUT'],
};
