import { counted } from '../../contract/counted.ts';
import { z } from 'zod';
import { isAppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import type { InterruptedStep, SleepLook, SleepLookContext, SleepSight } from '../../runner/definition.ts';
import type { ConfigureInput } from './input.ts';
import type { SvtVolume } from './ports.ts';
import { isoIntentSchema, uploadedIso } from './steps/iso-upload.ts';
import { isoChanged, isoGone } from './steps/iso-refusals.ts';
import type { SiteWorld } from './world.ts';

type Looking = SleepLookContext<SiteWorld>;
type SiteLook = SleepLook<SiteWorld>;

/** A network card that asks for its address again, and a switch port that learns, take this long at most. */
const patienceMs = 30_000;
const pauseMs = 1_000;

/** Looks until there is something to see, or patience ends; answers what was seen last. */
async function patiently<T>(
  { world, signal }: Looking,
  look: () => Promise<T>,
  isThere: (seen: T) => boolean,
): Promise<T> {
  const until = world.elapsed() + patienceMs;
  for (;;) {
    const seen = await look();
    if (isThere(seen) || world.elapsed() >= until) {
      return seen;
    }
    await world.pause(pauseMs, signal);
  }
}

/** The way to the site: without an address of its own the laptop reaches nothing. */
async function lookAtInterface(context: Looking): Promise<SleepSight> {
  const route = await patiently(
    context,
    () => Promise.resolve(context.world.laptopRoute()),
    (seen) => seen === null || seen.now !== null || (seen.before === null && seen.elsewhere.length > 0),
  );
  if (route === null) {
    return {
      verdict: 'notNeeded',
      found: {
        zh: '演练环境就在本机上，与网卡无关。',
        en: 'The practice site runs on this computer, so network adapters do not matter.',
      },
    };
  }
  const { before, now, elsewhere } = route;
  if (now !== null) {
    return {
      verdict: 'agrees',
      found:
        now === before
          ? { zh: `${now}，与休眠前相同。`, en: `${now}, same as before sleep.` }
          : { zh: `${now}。休眠前为 ${before ?? '—'}。`, en: `${now}. Before sleep: ${before ?? '—'}.` },
    };
  }
  if (before === null && elsewhere.length > 0) {
    const own = elsewhere.join(', ');
    return {
      verdict: 'agrees',
      found: {
        zh: `本机不在站点的网段内，经路由访问（${own}）。`,
        en: `This computer is not in the site subnet; the site is reached through a router (${own}).`,
      },
    };
  }
  return {
    verdict: 'differs',
    found: {
      zh: `网卡未恢复：休眠前为 ${before ?? '—'}，现在为 ${elsewhere.join('、') || '无地址'}。请检查网线和接入的 VLAN。`,
      en: `The network adapter has not recovered: it had ${before ?? '—'} before sleep and now has ${elsewhere.join(', ') || 'no address'}. Check the cable and the VLAN.`,
    },
  };
}

/** It may still come: a network card has its address sooner than its way. */
const isAway = (thrown: unknown): boolean =>
  isAppError(thrown) && (thrown.category === 'unavailable' || thrown.category === 'timeout');

/** Whether the same cluster answers: first its certificate, then its hosts. */
async function lookAtNode(context: Looking): Promise<SleepSight> {
  const { world, signal } = context;
  const { baseUrl } = world.cluster;
  const connection = await patiently(
    context,
    async () => {
      const [tried] = await Promise.allSettled([world.cluster.checkConnection({ signal })]);
      return tried;
    },
    (tried) => tried.status === 'fulfilled' || !isAway(tried.reason),
  );
  if (connection.status === 'rejected') {
    throw connection.reason;
  }
  const other = await context.compareIdentity();
  if (other !== null) {
    return other;
  }
  const isKnown = context.journal.endings.get('identity')?.state === 'succeeded';
  return { verdict: 'agrees', found: nodeFound(baseUrl, connection.value.fingerprint, isKnown) };
}

/** Says of the node only what was compared: over http there is no certificate, and at first no identity is recorded. */
function nodeFound(baseUrl: string, fingerprint: string | null, isKnown: boolean): Text {
  const certificate =
    fingerprint === null ? { zh: '', en: '' } : { zh: '，证书一致', en: ', same certificate' };
  const hosts = isKnown
    ? { zh: '，主机身份一致', en: ', same hosts' }
    : { zh: '，主机身份尚未登记', en: ', hosts not recorded before' };
  return {
    zh: `${baseUrl} 可以连接${certificate.zh}${hosts.zh}。`,
    en: `${baseUrl} is reachable${certificate.en}${hosts.en}.`,
  };
}

/** Before the administrator is set up there is no session to have; after that one login tells. */
async function lookAtSession({ world, signal, journal }: Looking): Promise<SleepSight> {
  if (journal.endings.get('session')?.state !== 'succeeded') {
    return {
      verdict: 'notNeeded',
      found: { zh: '休眠前尚未登录集群。', en: 'Not logged in to the cluster before sleep.' },
    };
  }
  await world.session.ensure(signal);
  return {
    verdict: 'agrees',
    found: { zh: '已重新登录集群。', en: 'Logged in to the cluster again.' },
  };
}

const jobSchema = z.object({ jobId: z.string() });

/** Of whichever step follows a job of the cluster. */
const jobOf = ({ intent }: InterruptedStep): string | null => jobSchema.safeParse(intent).data?.jobId ?? null;

/** What the cluster went on doing meanwhile: a job that still runs must not be given a second time. */
async function lookAtJobs({ world, signal, interrupted }: Looking): Promise<SleepSight> {
  const jobs = interrupted.flatMap((step) => jobOf(step) ?? []);
  if (jobs.length === 0) {
    return {
      verdict: 'notNeeded',
      found: { zh: '没有需要等待的集群任务。', en: 'No cluster job to wait for.' },
    };
  }
  const read = (jobId: string) =>
    world.session.call(signal, () => world.cluster.job(jobId, { signal })).catch(notKnownAnyMore(jobId));
  const states = await Promise.all(jobs.map(read));
  const told = states.map(({ jobId, rawState }) => `${jobId} ${rawState}`).join(', ');
  const open = states.filter(({ state }) => state === 'pending');
  if (open.length === 0) {
    return {
      verdict: 'agrees',
      found: { zh: `集群任务已结束：${told}。`, en: `Cluster jobs finished: ${told}.` },
    };
  }
  return {
    verdict: 'differs',
    found: {
      zh: `集群任务仍在执行：${told}。请等待其结束后重新核对。`,
      en: `Cluster jobs still running: ${told}. Recheck when they have finished.`,
    },
  };
}

/** The system forgets jobs that are long over. */
function notKnownAnyMore(jobId: string) {
  return (thrown: unknown): { readonly jobId: string; readonly state: string; readonly rawState: string } => {
    if (isAppError(thrown) && thrown.category === 'notFound') {
      return { jobId, state: 'done', rawState: '—' };
    }
    throw thrown;
  };
}

/** The file of an upload that is not done: a stick may have been pulled, or another file put in its place. */
function lookAtChunks({ iso }: ConfigureInput): SiteLook['look'] {
  return async ({ world, journal, interrupted }): Promise<SleepSight> => {
    const state = journal.endings.get('iso')?.state;
    if (iso === null || state === undefined || state === 'succeeded' || state === 'skipped') {
      return {
        verdict: 'notNeeded',
        found: { zh: '没有未完成的上传。', en: 'No unfinished upload.' },
      };
    }
    const there = await world.files.stat(iso.path);
    if (there === null) {
      return { verdict: 'differs', found: isoGone(iso.path).text };
    }
    if (there.sizeBytes !== iso.sizeBytes || there.modifiedAtMs !== iso.modifiedAtMs) {
      throw isoChanged(iso.fileName, iso.sizeBytes, there.sizeBytes);
    }
    // One that cannot be read is told when the step goes on.
    const intent = isoIntentSchema.safeParse(interrupted.find(({ key }) => key === uploadedIso.key)?.intent);
    return { verdict: 'agrees', found: chunksFound(iso, intent.data?.volume ?? null, world) };
  };
}

function chunksFound(
  { fileName, sizeBytes }: NonNullable<ConfigureInput['iso']>,
  volume: SvtVolume | null,
  { chunkMap }: SiteWorld,
): Text {
  if (volume === null) {
    return {
      zh: `${fileName} 仍在，尚未开始上传。`,
      en: `${fileName} is available; its upload has not started.`,
    };
  }
  const confirmed = chunkMap.load(volume.imageUuid).length;
  const chunks = Math.ceil(sizeBytes / volume.chunkSize);
  return {
    zh: `已确认 ${confirmed}/${chunks} 片，${fileName} 未变；只补发其余分片。`,
    en: `${confirmed} of ${counted(chunks, 'chunk')} confirmed, and ${fileName} is unchanged; only what remains is sent.`,
  };
}

/** Network card, node, session, jobs, chunks: no password is sent before the node was told to be the right one. */
export const siteLooks = (input: ConfigureInput): readonly SiteLook[] => [
  { key: 'interface', title: { zh: '网卡', en: 'Network adapter' }, look: lookAtInterface },
  { key: 'node', title: { zh: '节点', en: 'Node' }, look: lookAtNode },
  { key: 'session', title: { zh: '会话', en: 'Session' }, look: lookAtSession },
  { key: 'jobs', title: { zh: '集群任务', en: 'Cluster jobs' }, look: lookAtJobs },
  { key: 'chunks', title: { zh: '分片', en: 'Chunks' }, look: lookAtChunks(input) },
];
