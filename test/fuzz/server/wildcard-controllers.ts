import { All, Controller, Delete, Get, type Type } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';
import { Answers } from './answers.decorator.js';

/** @param wildcard in the platform's own syntax */
export function wildcardControllers(wildcard: string): Type<unknown>[] {
  @Controller('any')
  class AnyController {
    @CorsPolicy(false)
    @Delete('thing')
    @Answers('closed')
    remove(): string {
      return 'removed';
    }

    @CorsPolicy({ origin: 'https://*.any.example:*', credentials: true })
    @All(wildcard)
    @Answers('any')
    rest(): string {
      return 'any';
    }
  }

  @Controller('files')
  class FilesController {
    @CorsPolicy(false)
    @Get('secret')
    @Answers('closed')
    secret(): string {
      return 'secret';
    }

    @CorsPolicy('partners')
    @Get(wildcard)
    @Answers('partners')
    file(): string {
      return 'file';
    }
  }

  return [AnyController, FilesController];
}
