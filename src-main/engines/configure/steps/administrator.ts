import { AppError } from '../../../contract/errors.ts';
import type { Credentials } from '../ports.ts';
import { titleOf } from '../titles.ts';
import { networkRetry, requireSecret } from '../world.ts';
import type { SiteContext, SiteStep, SiteWorld } from '../world.ts';
import { needs, settled } from './planning.ts';
import { isScanDeferred, scanAndPair } from './site.ts';
import type { Candidate, Planning } from './planning.ts';

export const administratorSecret = 'cluster.administrator.password';

function root({ plan }: Planning): SiteStep {
  const { user } = plan.cluster.administrator;
  return {
    ...{
      key: 'root',
      title: titleOf('root', user),
      group: 'session',
      dependsOn: needs('pairing'),
      onFailure: 'warn',
    },
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
            en: `${user} can log in with the password of the sheet`,
          },
        };
      }
      return {
        verdict: 'todo',
        found: { zh: `${user} 目前无法登录`, en: `${user} cannot log in` },
        change: {
          zh: `用规划表中的密码初始化 ${user}`,
          en: `set up ${user} with the password of the sheet`,
        },
        intent: { user },
      };
    },
    async apply(_intent, { world, signal, log }) {
      const password = requireSecret(world, administratorSecret);
      log.info(
        { zh: '正在初始化集群管理员', en: 'setting up the administrator' },
        { action: 'setupRoot', username: user, passwordLength: password.length },
      );
      const outcome = await setUp(world, { username: user, password }, signal);
      if (outcome === 'already') throw setUpOtherwise(user);
      return { user };
    },
  };
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
    if (outcome !== 'already') world.session.forgetRefusal();
  }
}

function setUpOtherwise(user: string): AppError {
  const text = {
    zh: `集群管理员 ${user} 已初始化过，密码与规划表不同；后续步骤如被拒绝，请手动登录核对，或修正规划表。`,
    en: `the administrator ${user} is set up already, with another password than the sheet's; log in by hand or correct the sheet if what follows is refused`,
  };
  return new AppError('API_CONFLICT', text, { data: { user } });
}

function session(planning: Planning): SiteStep {
  const { user } = planning.plan.cluster.administrator;
  return {
    ...{
      key: 'session',
      title: titleOf('session'),
      group: 'session',
      dependsOn: [...needs('pairing'), ...settled('root')],
      mandatory: true,
      harmless: true,
      onFailure: 'fail',
    },
    onCrash: 'redo',
    undo: 'none',
    retry: networkRetry,
    async probe(context) {
      const isScanned = !isScanDeferred(context) || context.output('session') !== null;
      if (context.world.session.isLoggedIn() && isScanned) {
        const found = { zh: `已以 ${user} 登录`, en: `logged in as ${user}` };
        return { verdict: 'done', found, output: context.output('session') ?? { user } };
      }
      return {
        verdict: 'todo',
        found: { zh: '尚未登录', en: 'no session' },
        change: { zh: `以 ${user} 登录，不改动集群`, en: `log in as ${user}; changes nothing` },
        intent: { user },
      };
    },
    async apply(_intent, context) {
      const { world, signal } = context;
      await context.confirmSite();
      if (!world.session.isLoggedIn()) await world.session.tryLogin(signal, isRetried(context));
      await world.session.ensure(signal);
      // Where the hosts could not be read before the login, they are now: nothing else has been done to the site.
      return isScanDeferred(context) ? { user, ...(await scanAndPair(planning, context)) } : { user };
    },
  };
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
