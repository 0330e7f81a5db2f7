import { Controller, Delete, Get, Module, Post } from '@nestjs/common';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { ORIGIN, named } from './named-policies.js';

@CorsPolicy(named('x-cats'))
@Controller('cats')
class Cats {
  @Get() list() {
    return 'cats';
  }
  @Get(':id') one() {
    return 'cat';
  }
  @Post(':id') create() {
    return 'cat';
  }
}

@CorsPolicy(named('x-dogs'))
@Controller('dogs')
class Dogs {
  @Get() list() {
    return 'dogs';
  }
  @Get(':id') one() {
    return 'dog';
  }
  @CorsPolicy({ origin: origin => origin === ORIGIN }) @Post(':id') create() {
    return 'dog';
  }
  @CorsPolicy({ origin: 'https://other.example', enforce: true }) @Delete(':id') remove() {
    return 'dog';
  }
}

/** Two controllers, each with a policy that its name tells. */
@Module({ imports: [CorsModule.forRoot({ defaults: named('x-defaults') })], controllers: [Cats, Dogs] })
export class CatsAndDogs {}
