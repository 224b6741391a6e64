import { z } from 'zod';
import { AppError } from '../../../contract/errors.ts';
import type { PlannedHost } from '../../../contract/site-plan.ts';
import type { Text } from '../../../contract/text.ts';
import { defineStep, outputOf } from '../../../runner/define-step.ts';
import type { OutputOf } from '../../../runner/definition.ts';
import type { HostLogin, PasswordCheck } from '../ports.ts';
import { titleOf } from '../titles.ts';
import { askingForKeys, networkRetry, requireSecret, type SiteContext, type SiteStep } from '../world.ts';
import { needs, settled, type Candidate, type Planning } from './planning.ts';

/** One account of one host, with the other accounts that it can be reached or checked through. */
interface Account {
  readonly hostName: string;
  readonly address: string;
  readonly user: string;
  readonly secretPath: string;
  readonly others: readonly {
    readonly user: string;
    readonly secretPath: string;
    readonly step: ReturnType<typeof passwordOf>;
  }[];
}

const accountSchema = z.object({ host: z.string(), user: z.string() });
export const passwordOf = (hostName: string, user: string): OutputOf<z.output<typeof accountSchema>> =>
  outputOf(`password:${hostName}:${user}`, accountSchema);

function target(account: Account, context: SiteContext): HostLogin {
  return {
    address: account.address,
    user: account.user,
    password: requireSecret(context.world, account.secretPath),
  };
}

/** A login through another account of the host whose password is known to work: its own step has verified it. */
function verifiedOther(account: Account, context: SiteContext): HostLogin | null {
  const other = account.others.find(({ step }) => context.output(step) !== null);
  if (other === undefined) {
    return null;
  }
  return {
    address: account.address,
    user: other.user,
    password: requireSecret(context.world, other.secretPath),
  };
}

/** Whether the sheet's password is in force: one login, and where that is refused (root login may be closed) a check through another account. */
async function checkPassword(
  account: Account,
  context: SiteContext,
): Promise<PasswordCheck | { readonly kind: 'refused' }> {
  const { world, signal } = context;
  const login = target(account, context);
  const other = verifiedOther(account, context);
  // Retried by a person, with no other way in than the password that was refused: it may be right by now.
  const isAskedFor =
    context.attempt > 1 && other === null && world.currentPassword(account.hostName, account.user) === null;
  if ((await world.hosts.tryLogin(login, { signal, isAskedFor })) === 'ok') {
    return { kind: 'right' };
  }
  if (other === null) {
    return { kind: 'refused' };
  }
  return world.hosts.verifyPassword(other, { username: account.user, password: login.password }, { signal });
}

/** The way in to change the password: the account itself with today's password, else another account that works. */
async function wayIn(account: Account, context: SiteContext): Promise<HostLogin> {
  const { world, signal } = context;
  const other = verifiedOther(account, context);
  if (other !== null) {
    return other;
  }
  const current = world.currentPassword(account.hostName, account.user);
  if (current !== null) {
    const login = { address: account.address, user: account.user, password: current };
    if ((await world.hosts.tryLogin(login, { signal })) === 'ok') {
      return login;
    }
  }
  throw refused(account, current !== null);
}

function refused({ hostName, address, user }: Account, triedCurrent: boolean): AppError {
  const tried = triedCurrent
    ? { zh: '规划表中的密码和当前密码', en: 'the workbook password and the current password' }
    : { zh: '规划表中的密码', en: 'the workbook password' };
  const text = {
    zh: `${hostName}（${address}）拒绝 ${user} 用${tried.zh}登录；为避免账号被锁定，已停止尝试。请用 --current-password env:NAME 提供当前密码（任务已启动时用 runs retry --secret current-password=env:NAME）。`,
    en: `${hostName} (${address}) refused the login of ${user} with ${tried.en}. No further attempt was made, so that the account does not get locked. Provide the current password with --current-password env:NAME (after the start: runs retry --secret current-password=env:NAME).`,
  };
  return new AppError('LOGIN_REFUSED', text, { data: { host: hostName, address, account: user } });
}

const notChecked = ({ hostName, user }: Account, why: Text): Text => ({
  zh: `${hostName} 上 ${user} 的密码无法校验：${why.zh}`,
  en: `The password of ${user} on ${hostName} could not be verified: ${why.en}`,
});

/** The host took the new password; whether it is the right one could not be seen. That is not the old one being in force. */
function notConfirmed(account: Account, why: Text): AppError {
  const { hostName, user } = account;
  const text = {
    zh: `${hostName} 已接受 ${user} 的新密码，但无法校验：${why.zh}。请在主机控制台用新密码登录确认。`,
    en: `${hostName} accepted the new password of ${user}, but it could not be verified: ${why.en}. Log in on the host console with the new password to confirm it.`,
  };
  return new AppError('VERIFY_FAILED', text, { data: { host: hostName, account: user } });
}

function notInForce({ hostName, user }: Account): AppError {
  const text = {
    zh: `${hostName} 已接受 ${user} 的新密码，但用它登录被拒绝；请到主机控制台核对该账号后重试。`,
    en: `${hostName} accepted the new password of ${user} but refuses a login with it. Check the account on the host console, then retry.`,
  };
  return new AppError('VERIFY_FAILED', text, { data: { host: hostName, account: user } });
}

async function confirmPassword(account: Account, context: SiteContext): Promise<void> {
  const checked = await checkPassword(account, context);
  if (checked.kind === 'wrong' || checked.kind === 'refused') {
    throw notInForce(account);
  }
  if (checked.kind === 'unknown') {
    throw notConfirmed(account, checked.why);
  }
}

/** Why a preview says nothing of an account. */
const notTried: Text = { zh: '未尝试登录', en: 'Login not tried' };

const changing = ({ user }: Account): Text => ({
  zh: `将 ${user} 的密码改为规划表中的密码，并用新密码登录验证`,
  en: `Change the password of ${user} to the workbook password and verify it with a login`,
});

function passwordStep(account: Account): SiteStep {
  const { hostName, user } = account;
  const own = passwordOf(hostName, user);
  const before = account.others.map(({ step }) => step.key).filter((key) => key !== own.key);
  return defineStep({
    ...own,
    intent: accountSchema,
    title: titleOf('password', `${hostName} ${user}`),
    group: 'password',
    dependsOn: [...needs('pairing'), ...settled(...before)],
    pool: { key: 'ssh', limit: 4 },
    onFailure: 'fail',
    onCrash: 'probe',
    undo: 'none',
    retry: networkRetry,
    async probe(context) {
      const change = changing(account);
      const intent = { host: hostName, user };
      if (!context.world.mayLogIn) {
        return { verdict: 'unreadable', why: notTried, change, intent };
      }
      const checked = await askingForKeys(context, 'ssh', () => checkPassword(account, context));
      if (checked.kind === 'right') {
        return {
          verdict: 'done',
          found: { zh: '规划表中的密码已生效', en: 'The workbook password is in effect' },
          output: { host: hostName, user },
        };
      }
      if (checked.kind === 'unknown') {
        context.log.warn(notChecked(account, checked.why), { action: 'verifyPassword' });
      }
      return {
        verdict: 'todo',
        found:
          checked.kind === 'unknown'
            ? notChecked(account, checked.why)
            : { zh: '规划表中的密码未生效', en: 'The workbook password is not in effect' },
        change,
        intent,
      };
    },
    async apply(_intent, context) {
      const { world, signal, log } = context;
      const { password } = target(account, context);
      const login = await wayIn(account, context);
      log.info(
        {
          zh: `正在修改 ${hostName} 上 ${user} 的密码`,
          en: `Changing the password of ${user} on ${hostName}`,
        },
        { action: 'setPassword', through: login.user, passwordLength: password.length },
      );
      await world.hosts.setPasswords(login, [{ username: user, password }], { signal });
      return { host: hostName, user };
    },
    verify: (_intent, _output, context) => confirmPassword(account, context),
  });
}

/** The SSH user before root: root's password is set through it where root may not log in. */
function accountsOf(host: PlannedHost, named: PlannedHost, index: number): readonly Account[] {
  const all = named.accounts.map(({ user }, position) => ({
    user: host.accounts[position]?.user ?? user,
    secretPath: `hosts[${index}].accounts[${position}].password`,
    step: passwordOf(named.name, user),
  }));
  const ordered = [
    ...all.filter(({ user }) => user !== 'root'),
    ...all.filter(({ user }) => user === 'root'),
  ];
  return ordered.map((account, position) => ({
    hostName: named.name,
    address: host.managementIp,
    user: account.user,
    secretPath: account.secretPath,
    others: ordered.slice(0, position),
  }));
}

export function passwordCandidates(planning: Planning): readonly Candidate[] {
  return planning.input.plan.hosts.flatMap((named, index) => {
    const host = planning.plan.hosts[index] ?? named;
    return accountsOf(host, named, index).map((account): Candidate => {
      const position = named.accounts.findIndex(({ user }) => user === account.user);
      const candidate = {
        step: passwordStep(account),
        consumes: [account.secretPath, `hosts[${index}].managementIp`, `hosts[${index}].name`],
      };
      const filled = host.accounts[position]?.password ?? null;
      if (filled !== null) {
        return candidate;
      }
      const absent = {
        zh: `未填写 ${named.name} 上 ${account.user} 的密码`,
        en: `Password of ${account.user} on ${named.name} is empty`,
      };
      return { ...candidate, absent };
    });
  });
}
