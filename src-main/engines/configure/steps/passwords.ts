import { AppError } from '../../../contract/errors.ts';
import type { PlannedHost } from '../../../contract/site-plan.ts';
import type { HostLogin } from '../ports.ts';
import { titleOf } from '../titles.ts';
import { askingForKeys, networkRetry, requireSecret } from '../world.ts';
import type { SiteContext, SiteStep } from '../world.ts';
import { needs, settled } from './planning.ts';
import type { Candidate, Planning } from './planning.ts';

/** One account of one host, with the other accounts that it can be reached or checked through. */
interface Account {
  readonly hostName: string;
  readonly address: string;
  readonly user: string;
  readonly secretPath: string;
  readonly others: readonly {
    readonly user: string;
    readonly secretPath: string;
    readonly stepKey: string;
  }[];
}

const stepKeyOf = (hostName: string, user: string): string => `password:${hostName}:${user}`;

function target(account: Account, context: SiteContext): HostLogin {
  return {
    address: account.address,
    user: account.user,
    password: requireSecret(context.world, account.secretPath),
  };
}

/** A login through another account of the host whose password is known to work: its own step has verified it. */
function verifiedOther(account: Account, context: SiteContext): HostLogin | null {
  const other = account.others.find(({ stepKey }) => context.output(stepKey) !== null);
  if (other === undefined) return null;
  return {
    address: account.address,
    user: other.user,
    password: requireSecret(context.world, other.secretPath),
  };
}

/** Whether the sheet's password is in force: one login, and where that is refused (root login may be closed) a check through another account. */
async function isInForce(account: Account, context: SiteContext): Promise<boolean> {
  const { world, signal } = context;
  const login = target(account, context);
  if ((await world.hosts.tryLogin(login, { signal })) === 'ok') return true;
  const other = verifiedOther(account, context);
  if (other === null) return false;
  return world.hosts.verifyPassword(other, { username: account.user, password: login.password }, { signal });
}

/** The way in to change the password: the account itself with today's password, else another account that works. */
async function wayIn(account: Account, context: SiteContext): Promise<HostLogin> {
  const { world, signal } = context;
  const other = verifiedOther(account, context);
  if (other !== null) return other;
  const current = world.currentPassword(account.hostName, account.user);
  if (current !== null) {
    const login = { address: account.address, user: account.user, password: current };
    if ((await world.hosts.tryLogin(login, { signal })) === 'ok') return login;
  }
  const tried =
    current === null ? 'the password of the sheet' : 'the password of the sheet and the current one';
  const message = `${account.hostName} (${account.address}) refused ${account.user} with ${tried}; no further login was tried, so that the account is not locked. Give today's password with --current-password env:NAME (after the start: runs retry --secret current-password=env:NAME)`;
  throw new AppError('LOGIN_REFUSED', message, {
    data: { host: account.hostName, address: account.address, account: account.user },
  });
}

function passwordStep({ input }: Planning, account: Account): SiteStep {
  const { hostName, user } = account;
  const before = account.others
    .filter(({ stepKey }) => stepKey !== stepKeyOf(hostName, user))
    .map(({ stepKey }) => stepKey);
  return {
    ...{
      key: stepKeyOf(hostName, user),
      title: titleOf('password', input.language, `${hostName} ${user}`),
      group: 'password',
    },
    dependsOn: [...needs('pairing'), ...settled(...before)],
    ...{
      pool: { key: 'ssh', limit: 4 },
      onFailure: 'fail',
      onCrash: 'probe',
      undo: 'none',
      retry: networkRetry,
    },
    async probe(context) {
      const change = `set the password of ${user} to the sheet's and log in with it`;
      const inForce = await askingForKeys(context, 'ssh', () => isInForce(account, context));
      if (inForce)
        return {
          verdict: 'done',
          found: "the sheet's password is in force",
          output: { host: hostName, user },
        };
      return {
        verdict: 'todo',
        found: "the sheet's password is not in force",
        change,
        intent: { host: hostName, user },
      };
    },
    async apply(_intent, context) {
      const { world, signal, log } = context;
      const { password } = target(account, context);
      const login = await wayIn(account, context);
      log.info(`changing the password of ${user} on ${hostName}`, {
        action: 'setPassword',
        through: login.user,
        passwordLength: password.length,
      });
      await world.hosts.setPasswords(login, [{ username: user, password }], { signal });
      return { host: hostName, user };
    },
    async verify(_intent, _output, context) {
      if (await isInForce(account, context)) return;
      const message = `${hostName} accepted the new password of ${user}, but logging in with it is refused; the old one may still be in force. Look at the host, then retry`;
      throw new AppError('VERIFY_FAILED', message, { data: { host: hostName, account: user } });
    },
  };
}

/** The SSH user before root: root's password is set through it where root may not log in. */
function accountsOf(host: PlannedHost, named: PlannedHost, index: number): readonly Account[] {
  const all = named.accounts.map(({ user }, position) => ({
    user: host.accounts[position]?.user ?? user,
    secretPath: `hosts[${index}].accounts[${position}].password`,
    stepKey: stepKeyOf(named.name, user),
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
        step: passwordStep(planning, account),
        consumes: [account.secretPath, `hosts[${index}].managementIp`, `hosts[${index}].name`],
      };
      const filled = host.accounts[position]?.password ?? null;
      return filled === null
        ? { ...candidate, absent: `the password of ${account.user} on ${named.name} is not filled in` }
        : candidate;
    });
  });
}
