import { BadRequestException, Injectable, type PipeTransform } from '@nestjs/common';

/** Lets through what a browser sends as an origin. Anything else would never match. */
@Injectable()
export class OriginPipe implements PipeTransform<unknown, string> {
  transform(value: unknown): string {
    if (typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value) return value;
    throw new BadRequestException('origin is to be an origin such as https://shop.example.com');
  }
}
