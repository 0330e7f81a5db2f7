import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import {
  APP,
  ON_EXPRESS,
  ON_FASTIFY,
  PARTNER,
  behindPaths,
  expectOthersClosed,
  readersOf,
} from './support/behind-paths.js';

function document(app: INestApplication): void {
  SwaggerModule.setup('docs', app, SwaggerModule.createDocument(app, new DocumentBuilder().build()));
}

describe.each([...ON_EXPRESS, ...ON_FASTIFY])('@nestjs/swagger on $name', platform => {
  const served = behindPaths(platform, {
    paths: { '/docs-json': { origin: PARTNER }, '/docs/*': false, '/docs': false },
    configure: document,
  });

  test('the document is for a page on another origin', async () => {
    const answer = await served().get('/docs-json');
    expect(Object.keys((JSON.parse(answer.body) as { paths: object }).paths)).toEqual(['/elsewhere']);
    expect(await readersOf(served(), '/docs-json')).toEqual([PARTNER]);
    expect(await readersOf(served(), '/docs-yaml')).toEqual([APP]);
  });

  test('no other origin may read its page and the files of the page', async () => {
    expect((await served().get('/docs')).body).toContain('swagger-ui');
    for (const path of ['/docs', '/docs/swagger-ui.css', '/docs/swagger-ui-init.js'])
      expect([path, await readersOf(served(), path)]).toEqual([path, []]);
  });

  test('the rest is for the defaults', () => expectOthersClosed(served()));
});
