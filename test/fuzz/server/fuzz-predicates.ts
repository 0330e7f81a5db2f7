import { setTimeout as sleep } from 'node:timers/promises';

// ../oracle/naive-policies.ts has independent versions of these predicates.

/** Allows `https://async.example`; fails in each possible way for others that name it. */
export function throwsOrRejects(origin: string): boolean | Promise<boolean> {
  if (origin.includes('throws')) throw new Error(`thrown for ${origin}`);
  if (origin.includes('rejects')) return Promise.reject(new Error(`rejected for ${origin}`));
  if (origin.includes('undefined')) return Promise.resolve(undefined as unknown as boolean);
  return Promise.resolve(origin === 'https://async.example');
}

/** Allows `https://slow.async.example`, and answers late for origins with `slow`. */
export async function answersSlowly(origin: string): Promise<boolean> {
  if (origin.includes('slow')) await sleep(10);
  if (origin.includes('late-failure')) throw new Error('late');
  return origin === 'https://slow.async.example';
}

/** Allows `https://sync.example`; answers something truthy, which is not an answer, for others. */
export function truthy(origin: string): boolean {
  if (origin.includes('truthy')) return 'yes' as unknown as boolean;
  return origin === 'https://sync.example';
}
