import type { PreflightItem } from '../../../contract/preflight.ts';
import type { PlannedHost } from '../../../contract/site-plan.ts';
import { looking, notLookedAt, sightOf, type Sight } from './looking.ts';
import type { Scene } from './scene.ts';
import { errorAt } from './sheet-errors.ts';

const code = 'login-refused';

/** The secret of the sheet at a path of the plan, null where it cannot be read now. */
export type SheetSecret = (path: string) => string | null;

interface Account {
  readonly host: PlannedHost;
  readonly user: string;
  /** Today's password where it was given, else the sheet's. */
  readonly password: string | null;
  readonly from: 'current' | 'sheet';
}

function accountsOf({ plan, site }: Scene, host: PlannedHost, secret: SheetSecret): Account[] {
  const index = plan.hosts.indexOf(host);
  return host.accounts.map(({ user }, position) => {
    const current = site.currentPassword(host.name, user);
    if (current !== null) {
      return { host, user, password: current, from: 'current' };
    }
    const password = secret(`hosts[${index}].accounts[${position}].password`);
    return { host, user, password, from: 'sheet' };
  });
}

const passwordWords = {
  current: { zh: '所提供的当前密码', en: 'the current password you provided' },
  sheet: { zh: '规划表中的密码', en: 'the workbook password' },
} as const;

function answered({ host, user, from }: Account, answer: 'ok' | 'refused'): Sight {
  const { name, managementIp: address } = host;
  const facts = { host: name, address, account: user, password: from };
  const words = passwordWords[from];
  if (answer === 'ok') {
    const message = {
      zh: `主机 ${name} 的账号 ${user} 可用${words.zh}登录。`,
      en: `Account ${user} on host ${name} can log in with ${words.en}.`,
    };
    return { verdict: 'ok', message, facts };
  }
  const root =
    user === 'root'
      ? {
          zh: '（也可能是该主机禁止 root 通过 SSH 登录）',
          en: ' (the host may also forbid root login over SSH)',
        }
      : { zh: '', en: '' };
  const message = {
    zh: `主机 ${name} 的账号 ${user} 拒绝了${words.zh}${root.zh}，已停止尝试，以免账号被锁定；请确认当前密码后再试。`,
    en: `Account ${user} on host ${name} refused ${words.en}${root.en}. No further attempt was made, so that the account does not get locked. Find out the current password before you retry.`,
  };
  return { verdict: 'error', message, facts };
}

function tryAccount(scene: Scene, account: Account): Promise<PreflightItem> {
  const { site, signal } = scene;
  const { host, user, password } = account;
  const looked = { code, subject: `${host.name} ${user}` };
  const error = errorAt(scene, `hosts[${scene.plan.hosts.indexOf(host)}].managementIp`);
  if (error !== null) {
    return Promise.resolve(notLookedAt(looked, error));
  }
  return looking(looked, signal, async () => {
    if (password === null) {
      const message = {
        zh: `未提供主机 ${host.name} 的账号 ${user} 的密码，未尝试登录；请提供当前密码后重新检查。`,
        en: `There is no password for account ${user} on host ${host.name}, so no login was tried. Provide the current password, then check again.`,
      };
      return { verdict: 'unknown', message };
    }
    try {
      const login = { address: host.managementIp, user, password };
      return answered(account, await site.hosts.tryLogin(login, { signal }));
    } catch (thrown) {
      // An unreachable host or a key that is not accepted says nothing about the password; none was sent.
      return { ...sightOf(thrown), verdict: 'unknown' };
    }
  });
}

/** One login for each account of the hosts, never two: hardened hosts lock accounts. */
export async function loginItems(scene: Scene, secret: SheetSecret): Promise<readonly PreflightItem[]> {
  const hosts = scene.plan.hosts.map(async (host) => {
    const items: PreflightItem[] = [];
    for (const account of accountsOf(scene, host, secret)) {
      items.push(await tryAccount(scene, account));
    }
    return items;
  });
  return (await Promise.all(hosts)).flat();
}

/** Nobody asked for logins, so none was made. */
export function loginsNotTried(): PreflightItem {
  const message = {
    zh: '未检查主机密码：尝试登录会计入账号锁定次数。需要时才尝试，每个账号仅一次。',
    en: 'Host passwords were not tried, because every attempt counts toward locking the account. Each account is tried once when asked for.',
  };
  return { ...notLookedAt({ code, subject: 'hosts' }, message), wants: 'logins' };
}
