import { z } from 'zod';
import { AppError, isAppError } from '../../../contract/errors.ts';
import { type Text, verbatim } from '../../../contract/text.ts';
import { defineStep } from '../../../runner/define-step.ts';
import type { ProbeResult } from '../../../runner/definition.ts';
import { followJob } from '../job.ts';
import type { Accepted, SmartxCluster } from '../ports.ts';
import { titleOf } from '../titles.ts';
import { networkRetry, noSession, type SiteContext, type SiteStep, type SiteWorld } from '../world.ts';
import { needs, type Candidate, type Planning } from './planning.ts';
import type { Reading } from '../../../ports/reading.ts';
import { leavingOpen, onceAccepted } from '../../../runner/once-accepted.ts';

/** A setting of the whole cluster: a value that is put, followed as a job where there is one, and read back where it can be. */
interface Setting {
  readonly key: 'vip' | 'dns' | 'ntp';
  readonly planned: readonly string[];
  readonly consumes: readonly string[];
  /** Said where nothing was filled in. */
  readonly absent: Text;
  read(cluster: SmartxCluster, context: SiteContext): Promise<Reading<readonly string[]>>;
  write(cluster: SmartxCluster, values: readonly string[], context: SiteContext): Promise<Accepted>;
}

const listed = (values: readonly string[]): string => (values.length === 0 ? '—' : values.join(', '));
const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);

/** A read that needs a session answers `unreadable` while there cannot be one yet, as in a preview of a new site. */
export async function readWithSession<T>(
  context: SiteContext,
  read: (world: SiteWorld) => Promise<Reading<T>>,
): Promise<Reading<T>> {
  try {
    return await context.world.session.call(context.signal, () => read(context.world));
  } catch (thrown) {
    if (!isAppError(thrown) || thrown.code !== 'LOGIN_REFUSED') {
      throw thrown;
    }
    return { kind: 'unreadable', why: noSession };
  }
}

/** What is wanted of something that was read, where it could be. */
export const readAs = <T, U>(reading: Reading<T>, pick: (value: T) => U): Reading<U> =>
  reading.kind === 'value' ? { kind: 'value', value: pick(reading.value) } : reading;

const valuesSchema = z.array(z.string()).readonly();
const outputSchema = z.object({ values: valuesSchema });
/** `before` is null where it could not be read; runs of the first versions did not keep it. */
const intentSchema = z.object({ values: valuesSchema, before: valuesSchema.nullable().default(null) });
type Intent = z.output<typeof intentSchema>;
type Output = z.output<typeof outputSchema>;

/** A change that was sent may be under way although no answer says so: it is given this long to be seen. */
const leftOpenDeadlineMs = 10_000;

async function probeSetting(setting: Setting, context: SiteContext): Promise<ProbeResult<Intent, Output>> {
  const waitMs = context.isLeftOpen ? leftOpenDeadlineMs : 0;
  const reading = await readUntilSeen({ setting, values: setting.planned, waitMs }, context);
  const change = verbatim(listed(setting.planned));
  if (reading.kind === 'unreadable') {
    return {
      verdict: 'unreadable',
      why: reading.why,
      change,
      intent: { values: setting.planned, before: null },
    };
  }
  if (same(reading.value, setting.planned)) {
    return { verdict: 'done', found: verbatim(listed(reading.value)), output: { values: setting.planned } };
  }
  return {
    verdict: 'todo',
    found: verbatim(listed(reading.value)),
    change,
    intent: { values: setting.planned, before: reading.value },
  };
}

/** A change without a job to follow may take effect a little later; after this long it counts as not done. */
const silentDeadlineMs = 20_000;

async function put(setting: Setting, values: readonly string[], context: SiteContext): Promise<void> {
  const { world, signal } = context;
  const accepted = await world.session.call(signal, () => setting.write(world.cluster, values, context));
  await followed(context, accepted, setting);
  if (accepted.isSilent === true) {
    await onceAccepted(() => waitUntilSeen(setting, values, context));
  }
}

/** A job that has failed is the system's answer; one that cannot be read is none. */
async function followed(context: SiteContext, accepted: Accepted, { key }: Setting): Promise<void> {
  try {
    await followJob(context, accepted, verbatim(key.toUpperCase()));
  } catch (thrown) {
    throw isAppError(thrown) && thrown.code === 'JOB_FAILED' ? thrown : leavingOpen(thrown);
  }
}

/** Nothing but a status came back: done is only what can be seen. */
async function waitUntilSeen(
  setting: Setting,
  values: readonly string[],
  context: SiteContext,
): Promise<void> {
  const reading = await readUntilSeen({ setting, values, waitMs: silentDeadlineMs }, context);
  if (reading.kind === 'unreadable') {
    throw notSeen(titleOf(setting.key), values, reading.why);
  }
  if (!same(reading.value, values)) {
    throw readsOtherwise(titleOf(setting.key), values, reading.value);
  }
}

interface Expected {
  readonly setting: Setting;
  readonly values: readonly string[];
  readonly waitMs: number;
}

/** The setting as soon as it reads as these values, or as it reads when the time is over. */
async function readUntilSeen(
  { setting, values, waitMs }: Expected,
  context: SiteContext,
): Promise<Reading<readonly string[]>> {
  const { world, signal } = context;
  const until = world.elapsed() + waitMs;
  for (;;) {
    const reading = await readWithSession(context, ({ cluster }) => setting.read(cluster, context));
    if (reading.kind === 'unreadable' || same(reading.value, values) || world.elapsed() >= until) {
      return reading;
    }
    await world.pause(1_000, signal);
  }
}

function settingStep(setting: Setting): SiteStep {
  const title = titleOf(setting.key);
  return defineStep({
    key: setting.key,
    intent: intentSchema,
    output: outputSchema,
    title,
    group: 'settings',
    dependsOn: needs('session'),
    onFailure: 'warn',
    retry: networkRetry,
    // Putting the same value again changes nothing, so a crash needs no look.
    onCrash: 'redo',
    probe: (context) => probeSetting(setting, context),
    async apply({ values }, context) {
      await put(setting, values, context);
      return { values };
    },
    verify: ({ values }, _output, context) => verifySetting(setting, values, context),
    undo: {
      title,
      impossible: whyItStays,
      onCrash: 'redo',
      retry: networkRetry,
      find: ({ values }) => Promise.resolve({ values }),
      async probe({ before }, _output, context) {
        const reading = await readUntilSeen({ setting, values: before ?? [], waitMs: 0 }, context);
        if (reading.kind === 'unreadable') {
          return { verdict: 'unreadable', why: reading.why };
        }
        const isBack = same(reading.value, before ?? []);
        return { verdict: isBack ? 'done' : 'todo', found: verbatim(listed(reading.value)) };
      },
      undo: ({ before }, _output, context) => put(setting, before ?? [], context),
      verify: ({ before }, _output, context) => verifySetting(setting, before ?? [], context),
    },
  });
}

async function verifySetting(
  setting: Setting,
  values: readonly string[],
  context: SiteContext,
): Promise<void> {
  const reading = await readWithSession(context, ({ cluster }) => setting.read(cluster, context));
  if (reading.kind === 'value' && !same(reading.value, values)) {
    throw readsOtherwise(titleOf(setting.key), values, reading.value);
  }
}

function notSeen(title: Text, planned: readonly string[], why: Text): AppError {
  const text = {
    zh: `${title.zh}：已发送 ${listed(planned)}，集群返回成功状态但应答为空，也无法读回（${why.zh}），未能确认已生效。请到集群核对。`,
    en: `${title.en}: ${listed(planned)} was sent and the cluster returned success, but with an empty response, and the setting cannot be read back (${why.en}), so it is not confirmed. Check it on the cluster.`,
  };
  return new AppError('VERIFY_FAILED', text, { data: { planned: [...planned] } });
}

function readsOtherwise(title: Text, planned: readonly string[], actual: readonly string[]): AppError {
  const text = {
    zh: `${title.zh}：集群已接受 ${listed(planned)}，但读回为 ${listed(actual)}，请到集群核对后重试。`,
    en: `${title.en}: the cluster accepted ${listed(planned)} but reads back ${listed(actual)}. Check on the cluster, then retry.`,
  };
  return new AppError('VERIFY_FAILED', text, { data: { planned: [...planned], actual: [...actual] } });
}

/** The value before is put back where there was one; the system has no way to clear it. */
function whyItStays({ before }: Intent): Text | null {
  if (before === null) {
    return {
      zh: '变更前的值未能读取，无法撤销；需要时请手工设置',
      en: 'Cannot be undone: the value before the change could not be read. Set it manually if needed.',
    };
  }
  if (before.length > 0) {
    return null;
  }
  return {
    zh: '变更前为空，而系统不支持清空，无法撤销；需要时请手工设置',
    en: 'Cannot be undone: it was empty before the change, and the system cannot clear it. Set it manually if needed.',
  };
}

function vip({ plan }: Planning): Setting {
  return {
    key: 'vip',
    planned: plan.cluster.vip === null ? [] : [plan.cluster.vip],
    consumes: ['cluster.vip'],
    absent: { zh: '未填写管理 VIP', en: 'Management VIP is empty' },
    async read(cluster, { signal }) {
      const reading = await cluster.readVip({ signal });
      return reading.kind === 'unreadable'
        ? reading
        : { kind: 'value', value: reading.value === null ? [] : [reading.value] };
    },
    write: (cluster, values, { signal }) => cluster.setVip(values[0] ?? '', { signal }),
  };
}

function dns({ plan }: Planning): Setting {
  return {
    key: 'dns',
    planned: plan.network.dns,
    consumes: ['network.dns'],
    absent: { zh: '未填写 DNS 服务器', en: 'DNS servers are empty' },
    read: (cluster, { signal }) => cluster.readDns({ signal }),
    write: (cluster, values, { signal }) => cluster.setDns(values, { signal }),
  };
}

function ntp({ plan }: Planning): Setting {
  return {
    key: 'ntp',
    planned: plan.network.ntp,
    consumes: ['network.ntp'],
    absent: { zh: '未填写 NTP 服务器', en: 'NTP servers are empty' },
    async read(cluster, { signal }) {
      const reading = await cluster.readNtp({ signal });
      // Servers under another mode are not in force, so they do not count as what is planned.
      return reading.kind === 'unreadable'
        ? reading
        : { kind: 'value', value: reading.value.mode === 'external' ? reading.value.servers : [] };
    },
    write: (cluster, values, { signal }) => cluster.setNtp(values, { signal }),
  };
}

export function settingsCandidates(planning: Planning): readonly Candidate[] {
  return [vip, dns, ntp].map((make) => {
    const setting = make(planning);
    const candidate = { step: settingStep(setting), consumes: setting.consumes };
    return setting.planned.length === 0 ? { ...candidate, absent: setting.absent } : candidate;
  });
}
