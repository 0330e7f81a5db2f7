import { All, Controller, Get } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';
import { ALLOWED, bodyOf } from './things.js';

/** Without decorators of this library: the paths decide. */
@Controller()
class PlainController {
  @Get('route') route() {
    return bodyOf('route', '/route');
  }
  @Get('other/route') other() {
    return bodyOf('route', '/other/route');
  }
  @Get('open/route') open() {
    return bodyOf('route', '/open/route');
  }
  @Get('open/by/:name') openBy() {
    return bodyOf('route', '/open/by/anything');
  }
  @Get('open/inner/route') inner() {
    return bodyOf('route', '/open/inner/route');
  }
  @Get('exact') exact() {
    return bodyOf('route', '/exact');
  }
  @Get('closed/route') closed() {
    return bodyOf('route', '/closed/route');
  }
  @Get('closed/by/:name') closedBy() {
    return bodyOf('route', '/closed/by/anything');
  }
  @Get('secret/route') secret() {
    return bodyOf('route', '/secret/route');
  }
  @CorsPolicy({ origin: [...ALLOWED.decorated] })
  @Get('secret/decorated')
  decorated() {
    return bodyOf('route', '/secret/decorated');
  }
  @All('own/route') own() {
    return bodyOf('route', '/own/route');
  }
}

/** Wildcards, as the platform writes them. */
function wildController(wildcard: string) {
  @Controller()
  class WildController {
    @Get(`open/wild/${wildcard}`) openWild() {
      return bodyOf('route', '/open/wild/anything');
    }
    @Get(`closed/wild/${wildcard}`) closedWild() {
      return bodyOf('route', '/closed/wild/anything');
    }
    @Get(`secret/wild/${wildcard}`) secretWild() {
      return bodyOf('route', '/secret/wild/anything');
    }
  }
  return WildController;
}

/** @param wildcard for the rest of a path */
export function controllers(wildcard: string) {
  return [PlainController, wildController(wildcard)];
}
