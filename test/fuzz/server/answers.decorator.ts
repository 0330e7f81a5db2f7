import { Header } from '@nestjs/common';

/**
 * Names the policy in the response, so that the oracle knows which handler was reached for any form
 * of the path.
 */
export function Answers(policy: string): MethodDecorator {
  return Header('X-Policy', policy);
}
