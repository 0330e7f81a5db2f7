import { BadRequestException, Injectable, type PipeTransform } from '@nestjs/common';

/** Accepts an origin as browsers send it. Other values would never match a request. */
@Injectable()
export class OriginPipe implements PipeTransform<unknown, string> {
  transform(value: unknown): string {
    if (typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value) return value;
    throw new BadRequestException('origin is to be an origin such as https://shop.example.com');
  }
}
