import { channel } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import { jest } from '@jest/globals';
import { CORS_DECISION_CHANNEL } from '../../interfaces/index.js';
import { DecisionFeed } from './decision-feed.js';
import { LiveStreams, MOST_STREAMS } from './live-streams.js';

class FakeResponse extends EventEmitter {
  readonly written: string[] = [];
  writableLength = 0;
  ended = false;

  writeHead(): void {
    this.written.push('head');
  }

  write(text: string): boolean {
    this.written.push(text);
    return true;
  }

  end(): void {
    this.ended = true;
    this.emit('close');
  }
}

const decide = () => {
  channel(CORS_DECISION_CHANNEL).publish({
    kind: 'actual',
    allowed: true,
    refusable: false,
    enforced: false,
    origin: 'https://a.example',
    method: 'GET',
    url: '/',
    status: 200,
    handlers: [],
    policies: [],
  });
};

describe('The event streams', () => {
  let feed: DecisionFeed;
  let streams: LiveStreams;

  beforeEach(() => {
    jest.useFakeTimers();
    feed = new DecisionFeed();
    feed.onModuleInit();
    streams = new LiveStreams(feed);
  });

  afterEach(() => {
    streams.onModuleDestroy();
    feed.onModuleDestroy();
    jest.useRealTimers();
  });

  it('begin with what the client does not have yet', () => {
    decide();
    decide();
    const response = new FakeResponse();
    streams.start(response, 1);

    expect(response.written).toEqual([
      'head',
      expect.stringMatching(/^id: 2\ndata: \{"decisions":\[\{"id":2,.*\}\],"missed":0\}\n\n$/),
    ]);
  });

  it('go on with what happens, and with a sign of life', () => {
    const response = new FakeResponse();
    streams.start(response, 0);
    decide();
    jest.advanceTimersByTime(1_000);
    expect(response.written.at(-1)).toContain('id: 1\n');

    jest.advanceTimersByTime(20_000);
    expect(response.written.at(-1)).toBe(': still here\n\n');
  });

  it('write nothing to a client that does not read, and then tell it all', () => {
    const response = new FakeResponse();
    streams.start(response, 0);
    response.writableLength = 1_000_000;
    decide();
    jest.advanceTimersByTime(60_000);
    expect(response.written).toHaveLength(2);

    response.writableLength = 0;
    decide();
    jest.advanceTimersByTime(1_000);
    expect(response.written.at(-1)).toMatch(/^id: 2\n.*"id":1,.*"id":2,/s);
  });

  it('are a bounded number', () => {
    const responses = Array.from({ length: MOST_STREAMS }, () => new FakeResponse());
    for (const response of responses) streams.start(response, 0);
    expect(streams.isFull).toBe(true);

    responses[0]?.emit('close');
    expect(streams.isFull).toBe(false);
  });

  it('leave nothing behind when the client leaves', () => {
    const response = new FakeResponse();
    streams.start(response, 0);
    response.emit('close');
    const before = response.written.length;
    decide();
    jest.advanceTimersByTime(60_000);

    expect(response.written).toHaveLength(before);
    expect(streams.size).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('end when the application closes, and no other begins', () => {
    const response = new FakeResponse();
    streams.start(response, 0);
    streams.onModuleDestroy();

    expect(response.ended).toBe(true);
    expect(streams.isFull).toBe(true);
  });
});
