import type { IncomingMessage } from 'node:http';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { FlowRecorder } from './flow-recorder.js';

/** Tells the recorder which handler runs. Requests that a guard refuses do not arrive here. */
@Injectable()
export class HandlerMarkInterceptor implements NestInterceptor {
  constructor(private readonly recorder: FlowRecorder) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<IncomingMessage | { raw: IncomingMessage }>();
    const handler = `${context.getClass().name}.${context.getHandler().name}`;
    this.recorder.markHandler('raw' in request ? request.raw : request, handler);
    return next.handle();
  }
}
