import { ForbiddenException } from '@nestjs/common';

/** What `enforce` throws through Nest's exception layer. It tells nothing of the policy. */
export function refusal(isHostForeign: boolean): ForbiddenException {
  return new ForbiddenException(
    isHostForeign
      ? 'This resource is not served under this host name.'
      : 'This origin has no access to this resource.',
  );
}
