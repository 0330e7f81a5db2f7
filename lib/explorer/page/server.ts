import type { FlowAnswer, FlowQuestion, SurfaceMessage } from '../messages.js';
import { questionQuery } from './question.js';

const BASE = new URL('../', import.meta.url);

export const LIVE_URL = new URL('live', BASE).href;

export function loadSurface(): Promise<SurfaceMessage> {
  return load<SurfaceMessage>('surface');
}

/** @throws {Error} with the server's own sentence for what no browser would send */
export function loadFlow(question: FlowQuestion, signal?: AbortSignal): Promise<FlowAnswer> {
  return load<FlowAnswer>(`flow?${questionQuery(question).toString()}`, signal);
}

/** What the explorer's own server says, whose shape is compiled with the page. */
async function load<Message>(path: string, signal?: AbortSignal): Promise<Message> {
  const response = await fetch(new URL(path, BASE), signal === undefined ? {} : { signal });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok)
    throw new Error(messageIn(body) ?? `The server answered with ${String(response.status)}.`);
  return body as Message;
}

function messageIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('message' in body)) return undefined;
  return typeof body.message === 'string' ? body.message : undefined;
}
