import { ForbiddenException } from '@nestjs/common';

/** The exception that `enforce` throws. Its text reveals nothing about the policy. */
export function refusal(isHostForeign: boolean): ForbiddenException {
  return new ForbiddenException(
    isHostForeign
      ? 'This resource is not served under this host name.'
      : 'This origin has no access to this resource.',
  );
}
