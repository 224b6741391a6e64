import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKubernetesApi } from '../../src-main/adapters/kubernetes/api.ts';
import { inform } from '../../src-main/adapters/kubernetes/informer.ts';
import { systemClock } from '../../src-main/adapters/clock.ts';
import type { KubernetesApi } from '../../src-main/ports/kubernetes.ts';
import { seededNumbers } from '../support/crash-kills.ts';
import { controlPlaneAssets, startControlPlane, type ControlPlane } from '../support/control-plane.ts';
import { openTcpGate, type TcpGate } from '../support/tcp-gate.ts';

/** Minutes of faults, one after the other; at least two of them, and the third is a silence that is long until it is given up. */
const minutes = { 'test:soak': 30, 'test:control-plane': 3 }[process.env['npm_lifecycle_event'] ?? ''] ?? 0;
const seed = Number(process.env['SITEWRIGHT_CRASH_SEED'] ?? Date.now() % 1_000_000);
const signal = new AbortController().signal;
const configMaps = { group: '', version: 'v1', resource: 'configmaps' };
const here = { namespace: 'default' };
/** The least that lies between two lists: the shortest pause, shortened by its spread. */
const leastBetweenMs = 790;

const pause = (ms: number): Promise<void> => systemClock.pause(ms, signal);

/** Changes objects all the time, past every fault. */
function startWriter(api: KubernetesApi): { readonly changes: () => number; stop(): Promise<void> } {
  const next = seededNumbers(seed);
  const stop = new AbortController();
  let changes = 0;
  const changeOne = async (): Promise<void> => {
    const name = `watched-${Math.floor(next() * 60)}`;
    const body = { metadata: { name }, data: { at: String(changes) } };
    const kind = next();
    if (kind < 0.2) {
      await api.delete(configMaps, { ...here, name }, { signal });
    } else if (kind < 0.6) {
      await api.create(configMaps, { ...here, body, signal });
    } else {
      await api.patch(configMaps, { ...here, name }, { type: 'merge', body, signal });
    }
    changes += 1;
  };
  const ended = (async () => {
    while (!stop.signal.aborted) {
      // Many of them are refused: what is there already, what is not there, an API server that is away.
      await changeOne().catch(() => undefined);
      await pause(20);
    }
  })();
  return {
    changes: () => changes,
    async stop() {
      stop.abort();
      await ended;
    },
  };
}

/** What a follower knows, and when it asked for a whole list. */
function follow(api: KubernetesApi) {
  const stop = new AbortController();
  const held = new Map<string, string>();
  const listedAtMs: number[] = [];
  const errors = new Set<string>();
  let isLive = false;
  const list: KubernetesApi['list'] = (...asked) => {
    listedAtMs.push(performance.now());
    return api.list(...asked);
  };
  const ended = inform(
    { api: { ...api, list }, kind: configMaps, of: here, clock: systemClock, random: Math.random },
    {
      onChange({ present, gone }) {
        gone.forEach(({ metadata }) => held.delete(metadata.name));
        present.forEach(({ metadata }) => held.set(metadata.name, metadata.resourceVersion));
      },
      onState(state) {
        ({ isLive } = state);
        if (state.error !== null) {
          errors.add(state.error.code);
        }
      },
    },
    stop.signal,
  );
  return {
    held,
    listedAtMs,
    errors,
    isLive: () => isLive,
    async stop() {
      stop.abort();
      await ended;
    },
  };
}

describe.skipIf(controlPlaneAssets === null)(
  `following through faults for ${minutes} minutes and more (SITEWRIGHT_CRASH_SEED=${seed})`,
  () => {
    const open = new AsyncDisposableStack();
    let plane: ControlPlane;
    let gate: TcpGate;
    let writing: KubernetesApi;
    let watching: KubernetesApi;

    beforeAll(async () => {
      plane = open.use(await startControlPlane(controlPlaneAssets ?? ''));
      gate = open.use(await openTcpGate(Number(new URL(plane.server).port)));
      writing = createKubernetesApi(plane.connect());
      watching = createKubernetesApi(plane.connect('admin', gate.port));
    }, 120_000);

    afterAll(() => open.disposeAsync());

    type Follower = ReturnType<typeof follow>;
    const becomes = (followed: Follower, isLive: boolean): Promise<void> =>
      expect.poll(() => followed.isLive(), { timeout: 300_000, interval: 20 }).toBe(isLive);

    const faults: readonly ((followed: Follower) => Promise<void>)[] = [
      () => plane.restartApi(),
      // What was seen last is not kept any more when the follower is back: the server replies 410.
      async () => {
        gate.stall();
        await pause(2_000);
        await plane.forgetHistory();
        await plane.restartApi();
        gate.open();
      },
      // A connection that has gone silent is given up by the follower itself.
      async (followed) => {
        gate.stall();
        await becomes(followed, false);
        gate.open();
      },
    ];

    it(
      'misses no change through restarts, forgotten history and silence, with at most one list in each pause',
      async () => {
        const writer = startWriter(writing);
        const followed = follow(watching);
        const until = performance.now() + minutes * 60_000;
        let rounds = 0;
        for (; rounds < 2 || performance.now() < until; rounds += 1) {
          await becomes(followed, true);
          await faults[rounds % faults.length]?.(followed);
          await becomes(followed, true);
          await pause(3_000);
        }
        await writer.stop();
        const { items } = await writing.list(configMaps, here, { freshness: 'current', signal });
        const there = items.map(({ metadata: { name, resourceVersion } }) => [name, resourceVersion]);
        await expect.poll(() => [...followed.held].sort(), { timeout: 120_000 }).toEqual(there.sort());
        await followed.stop();
        const gaps = followed.listedAtMs.slice(1).map((at, index) => at - (followed.listedAtMs[index] ?? 0));
        expect(Math.min(Infinity, ...gaps)).toBeGreaterThan(leastBetweenMs);
        expect(followed.errors).toContain('API_EXPIRED');
        process.stdout.write(
          `watching: ${rounds} faults, ${writer.changes()} changes, ${followed.listedAtMs.length} lists, least gap ${Math.round(Math.min(...gaps))} ms, errors ${[...followed.errors].join(' ')}\n`,
        );
      },
      (minutes + 6) * 60_000,
    );
  },
);
