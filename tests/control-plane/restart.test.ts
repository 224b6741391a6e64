import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../src-main/ports/kubernetes.ts';
import { openDesk, type Desk } from '../cli/command.ts';
import { targets, type TargetCluster } from '../support/target-clusters.ts';

const signal = new AbortController().signal;
const kinds = {
  deployment: { group: 'apps', version: 'v1', resource: 'deployments' },
  statefulset: { group: 'apps', version: 'v1', resource: 'statefulsets' },
  daemonset: { group: 'apps', version: 'v1', resource: 'daemonsets' },
} as const;
const namespaces = { group: '', version: 'v1', resource: 'namespaces' };
const cronJobs = { group: 'batch', version: 'v1', resource: 'cronjobs' };
const jobs = { group: 'batch', version: 'v1', resource: 'jobs' };
const quotas = { group: '', version: 'v1', resource: 'resourcequotas' };

interface Made {
  readonly kind?: keyof typeof kinds;
  readonly replicas?: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: object;
  readonly pod?: object;
}

interface Row {
  readonly name: string;
  readonly state: string;
  readonly patched: boolean;
  readonly cause?: { readonly reason: string; readonly object: string; readonly message: string };
}

for (const { name: target, isThere, start } of targets) {
  describe.skipIf(!isThere)(`restarts on ${target}`, () => {
    let cluster: TargetCluster;
    let started: TargetCluster | undefined;
    let desk: Desk;
    let namespace = '';
    let count = 0;

    beforeAll(async () => {
      cluster = started = await start();
    }, 120_000);

    afterAll(async () => {
      await started?.[Symbol.asyncDispose]();
    });

    beforeEach(async () => {
      cluster.heal();
      count += 1;
      namespace = `room-${count}`;
      await cluster.api.create(namespaces, {
        namespace: null,
        body: { metadata: { name: namespace } },
        signal,
      });
      desk = openDesk();
      const added = await desk.run(['connections', 'add', 'site', '--kubeconfig', cluster.kubeconfig]);
      expect(added.code).toBe(0);
    });

    async function make(
      name: string,
      { kind = 'deployment', replicas = 2, annotations = {}, spec = {}, pod = {} }: Made = {},
    ): Promise<void> {
      const labels = { app: name };
      const template = {
        metadata: { labels, annotations },
        spec: { containers: [{ name: 'main', image: 'registry.local/portal:1.2' }], ...pod },
      };
      const own = {
        deployment: { replicas },
        statefulset: { replicas, serviceName: name },
        daemonset: {},
      }[kind];
      const body = {
        metadata: { name },
        spec: { selector: { matchLabels: labels }, template, ...own, ...spec },
      };
      await cluster.api.create(kinds[kind], { namespace, body, signal });
    }

    const read = (name: string, kind: keyof typeof kinds = 'deployment'): Promise<KubernetesObject> =>
      cluster.api.read(kinds[kind], { namespace, name }, { signal });

    /** Until the first rollout of what was made is done. */
    async function rolledOut(...words: string[]): Promise<void> {
      const { code, stdout } = await desk.run(['rollout', 'status', ...words, '-n', namespace, '--watch']);
      expect({ code, stdout }).toMatchObject({ code: 0 });
    }

    const restart = async (...words: string[]) => {
      const ended = await desk.json(['restart', '-n', namespace, '--yes', '--settle', '1s', ...words]);
      const document = ended.document as {
        id: string;
        state: string;
        outputs?: { restarts: Row[] };
        steps: { key: string; state: string; message: string | null; error?: { code: string } }[];
        error?: { code: string; message: string };
      };
      return { code: ended.code, ...document, rows: document.outputs?.restarts ?? [] };
    };

    it.each(['deployment', 'statefulset', 'daemonset'] as const)(
      'roll a %s to its end, and undo goes back',
      async (kind) => {
        await make('portal', { kind });
        await rolledOut(`${kind}/portal`);
        const before = await read('portal', kind);
        const done = await restart(`${kind}/portal`, '--wait');
        expect(done.rows).toMatchObject([{ name: 'portal', state: 'rolledOut', patched: true }]);
        expect(done.code).toBe(0);
        const after = await read('portal', kind);
        expect(after.metadata.generation).toBe((before.metadata.generation ?? 0) + 1);
        const undone = await desk.json(['rollout', 'undo', `${kind}/portal`, '-n', namespace, '--yes']);
        expect(undone.code).toBe(0);
        expect(JSON.stringify((await read('portal', kind))['spec'])).not.toContain('restartedAt');
      },
    );

    it('return once the patches are accepted, and are gone on with by the next process', async () => {
      await make('portal');
      await rolledOut('deploy/portal');
      const accepted = await restart('deploy/portal');
      expect([accepted.code, accepted.state]).toEqual([0, 'running']);
      const watched = await desk.json(['runs', 'watch', accepted.id]);
      // Whoever opens the home for work next goes on with it.
      expect((await desk.run(['workloads', 'list', '-n', namespace])).code).toBe(0);
      await expect
        .poll(
          async () => ((await desk.json(['runs', 'show', accepted.id])).document as { state: string }).state,
          {
            timeout: 30_000,
          },
        )
        .toBe('succeeded');
      expect(watched.code).toBe(0);
    });

    it.each([
      ['ImagePullBackOff', 'ImagePullBackOff'],
      ['CrashLoopBackOff', 'CrashLoopBackOff'],
    ] as const)('say why a rollout is stuck: %s', async (fault, reason) => {
      await make('portal', { annotations: cluster.fail('portal', fault) });
      const stuck = await restart('deploy/portal', '--force', '--wait', '--timeout', '6s');
      expect(stuck.rows).toMatchObject([{ state: 'stuck', cause: { reason } }]);
      expect(stuck.code).toBe(10);
    });

    it('say that no node takes the pod, in the words of the scheduler', async () => {
      await make('portal', { pod: { nodeSelector: { disk: 'none' } } });
      const stuck = await restart('deploy/portal', '--force', '--wait', '--timeout', '6s');
      expect(stuck.rows).toMatchObject([{ state: 'stuck', cause: { reason: 'Unschedulable' } }]);
    });

    it('say that the quota refuses the pod', async () => {
      await make('portal', { replicas: 1 });
      await rolledOut('deploy/portal');
      const body = { metadata: { name: 'full' }, spec: { hard: { pods: '1' } } };
      await cluster.api.create(quotas, { namespace, body, signal });
      await expect
        .poll(async () =>
          JSON.stringify(
            (await cluster.api.read(quotas, { namespace, name: 'full' }, { signal }))['status'] ?? {},
          ),
        )
        .toContain('"used":{"pods":"1"}');
      const refused = await restart('deploy/portal');
      expect(refused.code).toBe(10);
      expect(refused.steps.find(({ key }) => key === 'preflight')?.error?.code).toBe('RESTART_STOPPED');
      const stuck = await restart('deploy/portal', '--force', '--wait', '--timeout', '6s');
      expect(stuck.rows).toMatchObject([{ state: 'stuck', cause: { reason: 'FailedCreate' } }]);
    });

    it('stop before the next batch where one fails, and go on where that was asked for', async () => {
      await make('bad', { annotations: cluster.fail('bad', 'ImagePullBackOff') });
      await make('good');
      await rolledOut('deploy/good');
      const words = ['deploy/bad', 'deploy/good', '--batch', '1', '--force', '--wait', '--timeout', '4s'];
      const stopped = await restart(...words);
      expect(stopped.rows.map(({ name, state }) => [name, state])).toEqual([
        ['bad', 'stuck'],
        ['good', 'notStarted'],
      ]);
      const gone = await restart(...words, '--go-on');
      expect(gone.rows.map(({ name, state }) => [name, state])).toEqual([
        ['bad', 'stuck'],
        ['good', 'rolledOut'],
      ]);
      expect(gone.code).toBe(10);
    });

    it.each([
      ['who, where they have written something else', { 'flux/checked': 'true' }, 'flux (Update)'],
      ['not who, where they have not', {}, null],
    ])('say that somebody took the annotation out again, and %s', async (_title, others, by) => {
      await make('portal', { annotations: cluster.fail('portal', 'ImagePullBackOff') });
      const words = ['restart', 'deploy/portal', '-n', namespace, '--force', '--yes', '--wait', '--json'];
      const { ended } = desk.start(words);
      const annotation = 'kubectl.kubernetes.io/restartedAt';
      await expect.poll(async () => JSON.stringify(await read('portal'))).toContain(annotation);
      const without = {
        spec: { template: { metadata: { annotations: { ...others, [annotation]: null } } } },
      };
      await cluster.api.patch(
        kinds.deployment,
        { namespace, name: 'portal' },
        { type: 'merge', body: without, fieldManager: 'flux', signal },
      );
      const { code, stdout } = await ended;
      const { outputs } = JSON.parse(stdout) as { outputs: { restarts: Row[] } };
      expect([code, outputs.restarts[0]?.state]).toEqual([10, 'reverted']);
      const { object, reason, message } = outputs.restarts[0]?.cause ?? {};
      expect([object, reason, message]).toEqual(
        by === null ? [undefined, undefined, undefined] : ['Deployment/portal', 'TemplateChanged', by],
      );
    });

    it('only annotate what is replaced by hand', async () => {
      await make('agent', { kind: 'daemonset', spec: { updateStrategy: { type: 'OnDelete' } } });
      const done = await restart('ds/agent', '--wait');
      expect([done.code, done.rows[0]?.state]).toEqual([0, 'annotatedOnly']);
    });

    it('run a CronJob once, under its own name', async () => {
      const template = {
        spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'registry.local/job:1' }] },
      };
      const body = {
        metadata: { name: 'nightly' },
        spec: { schedule: '5 4 * * *', jobTemplate: { spec: { template } } },
      };
      await cluster.api.create(cronJobs, { namespace, body, signal });
      const done = await restart('cj/nightly');
      expect([done.code, done.rows[0]?.state]).toEqual([0, 'rolledOut']);
      const { items } = await cluster.api.list(jobs, { namespace }, { freshness: 'current', signal });
      expect(items).toMatchObject([
        {
          metadata: {
            annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
            ownerReferences: [{ name: 'nightly' }],
          },
        },
      ]);
    });

    it('refuse what is paused, what is missing and what may not be done, and send nothing', async () => {
      await make('portal', { spec: { paused: true } });
      await make('api');
      const paused = await restart('deploy/portal', 'deploy/api');
      expect([paused.code, paused.error?.message]).toEqual([
        2,
        expect.stringContaining("can't restart paused deployment (run rollout resume first)"),
      ]);
      const missing = await restart('deploy/api', 'deploy/none');
      expect([missing.code, missing.error?.message]).toEqual([
        3,
        expect.stringContaining('deployments.apps "none" not found'),
      ]);
      const kind = await restart('pod/portal');
      expect([kind.code, kind.error?.code]).toEqual([2, 'WORKLOAD_KIND']);
      const denied = await desk.json([
        'restart',
        'deploy/api',
        '-n',
        namespace,
        '--yes',
        ...cluster.asViewer(),
      ]);
      expect(denied.code).toBe(5);
      expect(JSON.stringify((await read('api'))['spec'])).not.toContain('restartedAt');
      expect(((await desk.json(['runs', 'list'])).document as { runs: unknown[] }).runs).toEqual([]);
    });
  });
}
