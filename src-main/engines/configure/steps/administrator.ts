import { z } from 'zod';
import { AppError, isAppError } from '../../../contract/errors.ts';
import { verbatim } from '../../../contract/text.ts';
import { defineStep } from '../../../runner/define-step.ts';
import type { Credentials } from '../ports.ts';
import { titleOf } from '../titles.ts';
import { networkRetry, requireSecret, type SiteContext, type SiteStep, type SiteWorld } from '../world.ts';
import { needs, settled, type Candidate, type Planning } from './planning.ts';
import { isScanDeferred, loggedIn, scanAndPair } from './site.ts';

export const administratorSecret = 'cluster.administrator.password';

const administrator = z.object({ user: z.string() });

function root({ plan }: Planning): SiteStep {
  const { user } = plan.cluster.administrator;
  return defineStep({
    key: 'root',
    intent: administrator,
    output: administrator,
    title: titleOf('root', user),
    group: 'session',
    dependsOn: needs('pairing'),
    onFailure: 'warn',
    onCrash: 'probe',
    undo: 'none',
    // Every attempt begins with a login, and hardened systems count those.
    retry: { ...networkRetry, maximumAttempts: 2 },
    async probe(context) {
      const { world, signal } = context;
      requireSecret(world, administratorSecret);
      // The password goes to the site that was recorded, or nowhere.
      await context.confirmSite();
      // Logging in is the only way to see whether the administrator is there with this password; it changes nothing.
      if (
        world.session.isLoggedIn() ||
        (await world.session.tryLogin(signal, context.attempt > 1)) === 'ok'
      ) {
        return {
          verdict: 'done',
          found: {
            zh: `${user} 可用规划表中的密码登录`,
            en: `${user} can log in with the workbook password`,
          },
        };
      }
      return {
        verdict: 'todo',
        found: { zh: `${user} 目前无法登录`, en: `${user} cannot log in now` },
        change: {
          zh: `用规划表中的密码初始化 ${user}`,
          en: `Set up ${user} with the workbook password`,
        },
        intent: { user },
      };
    },
    async apply(_intent, { world, signal, log }) {
      const password = requireSecret(world, administratorSecret);
      log.info(
        { zh: '正在初始化集群管理员', en: 'Setting up the cluster administrator' },
        { action: 'setupRoot', username: user, passwordLength: password.length },
      );
      const outcome = await setUp(world, { username: user, password }, signal);
      if (outcome === 'already') {
        throw setUpOtherwise(user);
      }
      return { user };
    },
  });
}

/** The administrator may be there now, unless it was before: then what it refused once it refuses again. */
async function setUp(
  world: SiteWorld,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<'created' | 'already'> {
  let outcome: 'created' | 'already' | null = null;
  try {
    outcome = await world.cluster.setupRoot(credentials, { signal });
    return outcome;
  } finally {
    if (outcome !== 'already') {
      world.session.forgetRefusal();
    }
  }
}

function setUpOtherwise(user: string): AppError {
  const text = {
    zh: `集群管理员 ${user} 已初始化过，密码与规划表不同。后续步骤如被拒绝，请手工登录核对，或修正规划表。`,
    en: `Cluster administrator ${user} is already set up with a password other than the one in the workbook. If later steps are refused, log in manually to check, or correct the workbook.`,
  };
  return new AppError('API_CONFLICT', text, { data: { user } });
}

function session(planning: Planning): SiteStep {
  const { user } = planning.plan.cluster.administrator;
  return defineStep({
    ...loggedIn,
    intent: administrator,
    title: titleOf('session'),
    group: 'session',
    dependsOn: [...needs('pairing'), ...settled('root')],
    mandatory: true,
    harmless: true,
    onFailure: 'fail',
    onCrash: 'redo',
    undo: 'none',
    retry: networkRetry,
    async probe(context) {
      const before = context.output(loggedIn);
      const isScanned = !isScanDeferred(context) || before !== null;
      if (context.world.session.isLoggedIn() && isScanned) {
        const found = { zh: `已以 ${user} 登录`, en: `Logged in as ${user}` };
        return { verdict: 'done', found, output: before ?? { user } };
      }
      return {
        verdict: 'todo',
        found: { zh: '尚未登录', en: 'Not logged in' },
        change: { zh: `以 ${user} 登录，不改动集群`, en: `Log in as ${user}; the cluster is not changed` },
        intent: { user },
      };
    },
    async apply(_intent, context) {
      const { world, signal } = context;
      await context.confirmSite();
      if (!world.session.isLoggedIn()) {
        await world.session.tryLogin(signal, isRetried(context));
      }
      await loggingIn(user, context);
      // Where the hosts could not be read before the login, they are now: nothing else has been done to the site.
      return isScanDeferred(context) ? { user, ...(await scanAndPair(planning, context)) } : { user };
    },
  });
}

/** A login that is refused where the administrator could not be set up is refused because of that, as far as is known. */
async function loggingIn(user: string, context: SiteContext): Promise<void> {
  try {
    await context.world.session.ensure(context.signal);
  } catch (thrown) {
    const before = context.journal().endings.get('root');
    if (!isAppError(thrown) || thrown.code !== 'LOGIN_REFUSED' || before?.state !== 'warning') {
      throw thrown;
    }
    const why = before.message ?? verbatim('');
    const text = {
      zh: `集群拒绝了 ${user} 的登录；此前初始化 ${user} 未成功：${why.zh} 请先重试该步骤；仍被拒绝时请核对密码。`,
      en: `The cluster refused the login of ${user}. Setting up ${user} did not succeed before: ${why.en} Retry that step first; if the login is still refused, check the password.`,
    };
    throw new AppError('LOGIN_REFUSED', text, { data: thrown.data, cause: thrown });
  }
}

/** A person asked for this step again; where its administrator was just tried, that was the one attempt. */
function isRetried(context: SiteContext): boolean {
  return context.attempt > 1 && context.journal().endings.get('root')?.state !== 'warning';
}

export function administratorCandidates(planning: Planning): readonly Candidate[] {
  return [
    { step: root(planning), consumes: [administratorSecret] },
    { step: session(planning), consumes: [], mentions: ['cluster.administrator.user'] },
  ];
}
