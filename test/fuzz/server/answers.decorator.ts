import { Header } from '@nestjs/common';

/** Names the policy in the response, so that whoever reads it knows which handler was reached, whatever the path looked like. */
export function Answers(policy: string): MethodDecorator {
  return Header('X-Policy', policy);
}
