import { BaseAdapter } from '@bull-board/api/dist/queueAdapters/base.js';

/** A queue without jobs, and without a Redis behind it. */
export class FakeQueueAdapter extends BaseAdapter {
  constructor(private readonly name: string) {
    super('bullmq');
  }
  getName = () => this.name;
  getRedisInfo = () => Promise.resolve(null);
  getJobCounts = () => Promise.resolve({} as Awaited<ReturnType<BaseAdapter['getJobCounts']>>);
  getStatuses = () => [];
  getJobStatuses = () => [];
  getJobs = () => Promise.resolve([]);
  getJob = () => Promise.resolve(undefined);
  getJobLogs = () => Promise.resolve([]);
  getJobSchedulers = () => Promise.resolve([]);
  getJobSchedulersCount = () => Promise.resolve(0);
  getGlobalConcurrency = () => Promise.resolve(null);
  getMetrics = nothing;
  addJob = nothing;
  runJobSchedulerNow = nothing;
  updateJobScheduler = nothing;
  removeJobScheduler = () => Promise.resolve(false);
  isPaused = () => Promise.resolve(false);
  pause = () => Promise.resolve();
  resume = () => Promise.resolve();
  empty = () => Promise.resolve();
  clean = () => Promise.resolve();
  obliterate = () => Promise.resolve();
  promoteAll = () => Promise.resolve();
  setGlobalConcurrency = () => Promise.resolve();
}

function nothing(): Promise<never> {
  return Promise.reject(new Error('This queue has no jobs.'));
}
