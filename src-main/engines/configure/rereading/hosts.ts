import type { Text } from '../../../contract/text.ts';
import { passwordOf } from '../steps/passwords.ts';
import { readWithSession } from '../steps/settings.ts';
import { bmcValid, type Check } from '../report/check-groups.ts';
import { compare, type Rereading } from './check.ts';

const words = {
  missing: { zh: '未登记', en: 'Not registered' },
  logsIn: { zh: '新密码可登录', en: 'New password can log in' },
  atTheStep: {
    zh: '修改或验证该账号的步骤已用它登录过，未再次登录',
    en: 'Login was verified by the step of this account; no further login was made',
  },
  unverified: { zh: '未校验', en: 'Not verified' },
} as const satisfies Readonly<Record<string, Text>>;

export async function rereadBmcAccounts(of: Rereading): Promise<readonly Check[]> {
  const { input, plan } = of.planning;
  const inScope = input.plan.hosts
    .map((named, index) => ({ named, index }))
    .filter(({ named }) => of.inScope(`ipmi:${named.name}`));
  if (inScope.length === 0) {
    return [];
  }
  const reading = await readWithSession(of.context, ({ cluster }) =>
    cluster.readIpmi({ signal: of.context.signal }),
  );
  return inScope.map(({ named, index }) => {
    const { address, user } = (plan.hosts[index] ?? named).bmc;
    const account = `${address ?? ''} ${user ?? ''}`;
    const planned = { zh: `${account} 已登记`, en: `${account} registered` };
    const row = {
      step: `ipmi:${named.name}`,
      group: 'ipmi' as const,
      subject: named.name,
      planned,
      path: `hosts[${index}].bmc`,
    };
    if (reading.kind === 'unreadable') {
      return compare(of, { ...row, actual: null, note: reading.why });
    }
    const there = reading.value.find((one) => one.host === address && one.user === user);
    if (there === undefined) {
      return compare(of, { ...row, actual: words.missing });
    }
    if (there.isValid === false) {
      const actual = { zh: `${planned.zh}，校验无效`, en: `${planned.en}, not valid` };
      return compare(of, { ...row, actual });
    }
    return compare(of, { ...row, actual: planned, note: there.isValid === true ? bmcValid : null });
  });
}

/** Accounts are not tried again for the report: each was verified by a login when its step ended, and hardened hosts count logins. */
export function recallAccounts(of: Rereading): readonly Check[] {
  const planned = words.logsIn;
  return of.planning.input.plan.hosts.flatMap((host, index) =>
    host.accounts.flatMap(({ user }) => {
      const step = passwordOf(host.name, user);
      const { key } = step;
      if (!of.inScope(key)) {
        return [];
      }
      const isVerified = of.context.output(step) !== null;
      const actual = isVerified ? planned : words.unverified;
      const check = compare(of, {
        step: key,
        group: 'accounts',
        subject: `${host.name} ${user}`,
        planned,
        path: `hosts[${index}].accounts`,
        actual,
      });
      // It was not read again: the step's own login is what is known.
      return [isVerified ? { ...check, verdict: 'indirect' as const, note: words.atTheStep } : check];
    }),
  );
}
