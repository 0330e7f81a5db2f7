import type { IncomingMessage } from 'node:http';
import type { Type } from '@nestjs/common';
import type { GatewayMetadata } from '@nestjs/websockets';
import type { Socket } from 'socket.io';
import { gateway } from './gateways.js';

/** The origins of a gateway's visitors, one for each call of its `handleConnection()`. */
export interface VisitedGateway {
  readonly type: Type<object>;
  readonly visitors: (string | undefined)[];
}

/** A gateway that answers `ping` and remembers its visitors. */
export function visitedGateway(
  name: string,
  options: GatewayMetadata = {},
  decorators: readonly ClassDecorator[] = [],
  port = 0,
): VisitedGateway {
  const visitors: (string | undefined)[] = [];
  const type = gateway(name, options, decorators, port);
  Object.defineProperty(type.prototype, 'handleConnection', {
    value: (client: Partial<Socket>, request?: IncomingMessage) => {
      visitors.push((client.handshake ?? request)?.headers.origin);
    },
  });
  return { type, visitors };
}
