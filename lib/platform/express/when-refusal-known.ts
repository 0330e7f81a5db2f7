import type { ForbiddenException } from '@nestjs/common';
import type { ExpressNext } from './express-instance.js';

/** What `enforce` refuses a request with, if it does. */
export type Refusal = ForbiddenException | undefined;

/** Goes on, or passes the refusal on; the same for what goes wrong on the way once nobody else would see it. */
export function whenRefusalKnown(
  refused: Refusal | Promise<Refusal>,
  next: ExpressNext,
  goOn: () => unknown,
): unknown {
  const known = (error: Refusal): unknown => {
    if (error === undefined) return goOn();
    next(error);
    return undefined;
  };
  return refused instanceof Promise ? refused.then(known).catch(next) : known(refused);
}
