/** What a trace of Chromium and the system tell of a page: how long its tasks took, and its memory. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';

export const traceCategories = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'toplevel',
  '__metadata',
];

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly jsHeapSizeUsed?: number } };
}

export const atShare = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Milliseconds of every task of the page's main thread, the longest last. */
export function tasksOf(trace: Buffer, pid: number): readonly number[] {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: readonly TraceEvent[] };
  const main = traceEvents.find(
    (one) => one.name === 'thread_name' && one.args?.name === 'CrRendererMain' && one.pid === pid,
  );
  return traceEvents
    .filter(
      (one) => one.tid === main?.tid && one.pid === pid && one.ph === 'X' && one.name.endsWith('RunTask'),
    )
    .map(({ dur = 0 }) => dur / 1_000)
    .sort((a, b) => a - b);
}

/** Megabytes that the page's objects took at most, as the trace counts them after each task. */
export function heapOf(trace: Buffer, pid: number): number {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: readonly TraceEvent[] };
  const used = traceEvents.flatMap((one) =>
    one.name === 'UpdateCounters' && one.pid === pid ? (one.args?.data?.jsHeapSizeUsed ?? []) : [],
  );
  return used.length === 0 ? Number.NaN : used.reduce((most, one) => Math.max(most, one), 0) / 1e6;
}

export async function rendererOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const largest = (pid: number): number => memoryOf(pid);
  return renderers.sort((a, b) => largest(b) - largest(a))[0] ?? 0;
}

/** Mebibytes that are the process's own. */
export function memoryOf(pid: number): number {
  try {
    const kibibytes = /^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kibibytes ?? 0) / 1_024;
  } catch {
    return 0;
  }
}
