import type { FlowAnswer, FlowQuestion, SurfaceMessage } from '../messages.js';
import { questionQuery } from './question.js';

const BASE = new URL('../', import.meta.url);

export const LIVE_URL = new URL('live', BASE).href;

export function loadSurface(): Promise<SurfaceMessage> {
  return load<SurfaceMessage>('surface');
}

/** @throws {Error} with the server's sentence for a request that no browser would send */
export function loadFlow(question: FlowQuestion, signal?: AbortSignal): Promise<FlowAnswer> {
  return load<FlowAnswer>(`flow?${questionQuery(question).toString()}`, signal);
}

/**
 * Loads JSON of the explorer's own server. The page is compiled with the types of these messages.
 */
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
