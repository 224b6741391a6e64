import { describe, expect, it, onTestFinished } from 'vitest';
import type { RestartRequest, WorkloadName } from '../../src-main/contract/restart.ts';
import type { AppClient } from '../../src-main/api/wire/client.ts';
import { openRuntime } from '../../src-main/runtime.ts';
import { clientOf } from '../support/call-context.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const cluster = { kind: 'practice' as const, url: null };
const portal: WorkloadName = { kind: 'deployment', namespace: 'web', name: 'portal' };

async function openClient(): Promise<AppClient> {
  const runtime = await openRuntime(temporaryDirectory());
  onTestFinished(() => runtime.close());
  return clientOf(runtime.application).client;
}

describe('a workload with what belongs to it', () => {
  it('has its pods, its revisions and its target, and after a restart what is new', async () => {
    const client = await openClient();
    const before = await client.workloads.show({ cluster, workload: portal });
    expect(before.row).toMatchObject({ name: 'portal', desired: 3, ready: 3 });
    expect(before.target).toBe('practice:own#web/deployment/portal');
    expect(before.pods?.map(({ isNew, isReady, state }) => [isNew, isReady, state])).toEqual(
      Array(3).fill([true, true, 'Running']),
    );
    expect(before.revisions?.map(({ restartedAt }) => restartedAt)).toEqual([null]);
    const order: RestartRequest = { cluster, workloads: [portal], settleMs: 0 };
    const run = await client.runs.start({ kind: 'restart', order, confirmed: true });
    await client.runs.settled({ run });
    const after = await client.workloads.show({ cluster, workload: portal });
    expect(after.status?.state).toBe('rolledOut');
    expect(after.revisions).toHaveLength(2);
    expect(after.revisions?.[0]?.restartedAt).toBe(after.row.restartedAt);
    expect(after.events?.some(({ object }) => object.startsWith('Pod/portal-'))).toBe(true);
    const { runs } = await client.runs.list({ target: after.target });
    expect(runs.map(({ id }) => id)).toEqual([run]);
  });

  it('is not there where it was deleted, and a CronJob has neither pods nor revisions', async () => {
    const client = await openClient();
    await expect(
      client.workloads.show({ cluster, workload: { ...portal, name: 'none' } }),
    ).rejects.toMatchObject({ code: 'WORKLOAD_NOT_FOUND' });
    const workload: WorkloadName = { kind: 'cronjob', namespace: 'data', name: 'backup' };
    expect(await client.workloads.show({ cluster, workload })).toMatchObject({ pods: [], revisions: [] });
  });
});

it('what is found before a restart names its workload, and what stops it is an error until it is forced', async () => {
  const client = await openClient();
  const gateway: WorkloadName = { ...portal, name: 'gateway' };
  const found = async (more: Partial<RestartRequest>) => {
    const order: RestartRequest = { cluster, workloads: [portal, gateway], ...more };
    const items = await client.runs.preflight({ kind: 'restart', order });
    return items.map(({ code, subject, verdict }) => `${verdict} ${code} ${subject}`);
  };
  expect(await found({})).toContain('error reverting-owner web/deployment/gateway');
  expect(await found({})).toContain('ok disruption-budget web/deployment/portal');
  expect(await found({ force: true })).toContain('warning reverting-owner web/deployment/gateway');
});
