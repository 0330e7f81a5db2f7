import { type ArgumentsHost, Catch, HttpException, ServiceUnavailableException } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';

/** A failure of the store gives 503, so the client can try again. */
@Catch()
export class StoreFailureFilter extends BaseExceptionFilter {
  override catch(error: unknown, host: ArgumentsHost): void {
    super.catch(
      error instanceof HttpException ? error : new ServiceUnavailableException('the store does not answer'),
      host,
    );
  }
}
