import { spawnSync } from 'node:child_process';

/** The number of bytes that Node may print in addition to the message. */
const MOST = 4096;

const PROGRAM = `
  import 'reflect-metadata';
  import { Module } from '@nestjs/common';
  import { NestFactory } from '@nestjs/core';
  import { CorsModule } from 'nestjs-cors-policy';

  class AppModule {}
  const policies = Object.fromEntries(Array.from({ length: 20 }, (_, index) => ['p' + index, { maxAge: -1 }]));
  Module({ imports: [CorsModule.forRoot({ defaults: { origin: 'https://app.example.com/' }, policies })] })(AppModule);
  const app = await NestFactory.create(AppModule, { abortOnError: false, logger: false });
  await app.init().catch(error => {
    console.log(error.message);
    throw error;
  });
`;

describe('An uncaught start-up error', () => {
  it('prints little beyond its message, and no problem twice', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], {
      encoding: 'utf8',
    });
    const message = stdout.trim();
    expect(status).toBe(1);
    expect(message).toContain("write 'https://app.example.com'");
    expect(stderr).toContain(message);
    expect(Buffer.byteLength(stderr) - Buffer.byteLength(message)).toBeLessThan(MOST);
    expect(stderr.split("write 'https://app.example.com'")).toHaveLength(2);
  });
});
