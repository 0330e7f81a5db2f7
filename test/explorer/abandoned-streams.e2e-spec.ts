import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Server, connect } from 'node:net';
import { type CanActivate, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { LiveStreams } from '../../lib/explorer/live/live-streams.js';
import { SETTINGS, portOf } from '../e2e/support/applications.js';
import { Served } from '../e2e/support/served.js';
import { cookieOf } from './support/opened.js';
import { explorerApp, withVersions } from './support/explorer-app.js';

/** A guard of the application that takes its time, such as one that asks for a session. */
class SlowGuard implements CanActivate {
  private readonly waiting: (() => void)[] = [];

  get asked(): number {
    return this.waiting.length;
  }

  async canActivate(): Promise<boolean> {
    await new Promise<void>(resolve => this.waiting.push(resolve));
    return true;
  }

  release(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

const PATHS = ['', '/files/app.js', '/surface', '/flow?origin=null&method=GET&url=/', '/live'];

describe.each(SETTINGS)('The explorer, $name', setting => {
  it('keeps no place for a page that left before its stream began', async () => {
    const guard = new SlowGuard();
    @Module({
      imports: [explorerApp({ accessIsGuarded: true })],
      providers: [{ provide: APP_GUARD, useValue: guard }],
    })
    class Root {}
    const own = await Served.start(setting, Root, { configure: withVersions });
    const streams = own.app.get(LiveStreams, { strict: false });
    const server = own.app.getHttpServer() as Server;
    const closed = new Promise(resolve => {
      server.once('connection', socket => socket.once('close', resolve));
    });
    const leaving = connect(portOf(own.app), '127.0.0.1');
    leaving.write('GET /cors-explorer/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
    while (guard.asked === 0) await nextTurn();
    leaving.destroy();
    await closed;
    guard.release();
    for (let turn = 0; turn < 20; turn++) await nextTurn();
    const { size } = streams;
    await own.close();

    expect(size).toBe(0);
  });

  it.each(PATHS)('answers HEAD of /cors-explorer%s with a head that ends', async path => {
    const own = await Served.start(setting, explorerApp(), { configure: withVersions });
    const streams = own.app.get(LiveStreams, { strict: false });
    const answer = await Promise.race([
      own.send('HEAD', `/cors-explorer${path}`, { Cookie: cookieOf(own.app) }),
      new Promise<undefined>(resolve => setTimeout(resolve, 2_000, undefined).unref()),
    ]);
    const { size } = streams;
    await own.close();

    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(size).toBe(0);
  });
});
