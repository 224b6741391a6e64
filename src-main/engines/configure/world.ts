import { z } from 'zod';
import { AppError, isAppError } from '../../contract/errors.ts';
import type { Choice, Existing } from '../../contract/run.ts';
import type { Text } from '../../contract/text.ts';
import { asking, questionOf } from '../../runner/define-step.ts';
import type { StepContext, StepDefinition } from '../../runner/definition.ts';
import type { RetryPolicy } from '../../runner/retry-policy.ts';
import type { ConfigureWorld } from './ports.ts';
import type { ClusterSession } from './session.ts';

/** What steps work with: the ports, and the one session of this process. */
export interface SiteWorld extends ConfigureWorld {
  readonly session: ClusterSession;
}

export type SiteStep = StepDefinition<SiteWorld>;
/** Of whichever step: what all of them may use. */
export type SiteContext = Omit<StepContext<SiteWorld>, 'interruptedIntent' | 'checkpoint'>;
export type SiteContextOf<Intent> = StepContext<SiteWorld, Intent>;

/** Short outages of a management plane that is being reconfigured: four attempts within about ten seconds. */
export const networkRetry: RetryPolicy = {
  maximumAttempts: 4,
  initialIntervalMs: 500,
  backoffCoefficient: 2.5,
  maximumIntervalMs: 5_000,
  nonRetryableErrorCodes: ['UPLOAD_FAILED', 'JOB_TIMEOUT', 'RATE_LIMITED'],
};

/** The secret at a path of the plan; the run waits for secrets before it starts, so a missing one here is told by name. */
export function requireSecret(world: SiteWorld, path: string): string {
  const value = world.secret(path);
  if (value === null) {
    const text = {
      zh: `无法读取机密 ${path}，请用 --secret ${path}=env:NAME 提供。`,
      en: `Secret ${path} is not available. Provide it with --secret ${path}=env:NAME.`,
    };
    throw new AppError('SECRET_UNRESOLVED', text, { data: { path } });
  }
  return value;
}

/** Of a step whose change is said by its key alone. */
export const nothing = z.object({});

/** For steps that only look: everything is in the probe, so there is nothing to apply. */
export const onlyLooks = {
  intent: nothing,
  apply: (): Promise<never> =>
    Promise.reject(new AppError('INTERNAL', 'a step that only looks was asked to act')),
  harmless: true,
  undo: 'none',
  onCrash: 'redo',
  retry: networkRetry,
} as const;

/** Why a read of a new site says nothing before its run. */
export const noSession: Text = {
  zh: '登录后才能读取',
  en: 'After login',
};

/** What a probe finds of an object that is still to be made. */
export const notThere: Text = { zh: '不存在', en: 'Not present' };

/** Looks at the world again, after a person has put it right. */
export const recheck: Choice = { id: 'recheck', title: { zh: '重新检查', en: 'Check again' } };

const accept: Choice = {
  id: 'accept',
  title: { zh: '指纹一致，接受', en: 'Fingerprint matches: accept' },
};

const keyFacts = z.object({ subject: z.string(), fingerprint: z.string() });
const unknownKey = { tls: questionOf('tls-key', keyFacts), ssh: questionOf('ssh-key', keyFacts) };

/** Runs a call that may meet an unknown key, and asks the person about it instead of failing. A changed key still fails hard. */
export async function askingForKeys<T>(
  context: SiteContext,
  kind: 'tls' | 'ssh',
  call: () => Promise<T>,
): Promise<T> {
  const question = unknownKey[kind];
  const answered = context.answer(question);
  if (answered?.choice === 'accept') {
    const { subject, fingerprint } = answered.facts;
    context.world.acceptKey(kind, subject, fingerprint);
  }
  try {
    return await call();
  } catch (thrown) {
    if (!isAppError(thrown) || (thrown.code !== 'TLS_UNKNOWN' && thrown.code !== 'SSH_KEY_UNKNOWN')) {
      throw thrown;
    }
    const { host, address, fingerprint } = z
      .object({ host: z.string().optional(), address: z.string().optional(), fingerprint: z.string() })
      .parse(thrown.data);
    const facts = { subject: host ?? address ?? '', fingerprint };
    return context.ask(
      asking(question, { reason: 'ask', text: thrown.text, facts, choices: [accept, recheck] }),
    );
  }
}

const conflictAdvice = {
  found: {
    zh: '请修改规划值后重试，或采用现有对象。',
    en: 'Edit the planned value and retry, or use the existing object.',
  },
  absent: {
    zh: '按规划的名称未找到该对象，处理后请重试。',
    en: 'No object with the planned name was found there. Retry once the conflict is resolved.',
  },
};

/**
 * A conflict that the system found only when something was created: what is there may be taken instead, but only where
 * it was then looked at and is there. The advice follows from that look.
 */
export async function offeringAdoption<T>(
  create: () => Promise<T>,
  look: () => Promise<Existing>,
): Promise<T> {
  try {
    return await create();
  } catch (thrown) {
    if (!isAppError(thrown) || thrown.code !== 'API_CONFLICT') {
      throw thrown;
    }
    const existing = await look().catch(() => null);
    if (existing === null) {
      throw thrown;
    }
    const isThere = existing.verdict !== 'absent';
    const advice = isThere ? conflictAdvice.found : conflictAdvice.absent;
    const text = { zh: `${thrown.text.zh}${advice.zh}`, en: `${thrown.text.en} ${advice.en}` };
    const offer = { ...thrown.data, adoptable: true, differences: [...existing.differences] };
    throw new AppError('API_CONFLICT', text, { data: isThere ? offer : thrown.data, cause: thrown });
  }
}
