import { ForbiddenException } from '@nestjs/common';

/** What `enforce` throws through Nest's exception layer. It tells nothing of the policy. */
export function refusal(): ForbiddenException {
  return new ForbiddenException('This origin has no access to this resource.');
}
