import { readWithSession } from '../steps/settings.ts';
import { pickLanguage } from '../titles.ts';
import { compare } from './check.ts';
import type { Check, Rereading } from './check.ts';

const words = {
  registered: { 'zh-CN': '已登记', en: 'registered' },
  valid: { 'zh-CN': '校验有效', en: 'valid' },
  invalid: { 'zh-CN': '校验无效', en: 'not valid' },
  missing: { 'zh-CN': '未登记', en: 'not registered' },
  logsIn: { 'zh-CN': '新密码可登录', en: 'the new password logs in' },
  unverified: { 'zh-CN': '未校验', en: 'not verified' },
} as const;

export async function rereadBmcAccounts(of: Rereading): Promise<readonly Check[]> {
  const { input, plan } = of.planning;
  const say = (word: keyof typeof words): string => pickLanguage(input.language, words[word]);
  const inScope = input.plan.hosts
    .map((named, index) => ({ named, index }))
    .filter(({ named }) => of.inScope(`ipmi:${named.name}`));
  if (inScope.length === 0) return [];
  const reading = await readWithSession(of.context, ({ cluster }) =>
    cluster.readIpmi({ signal: of.context.signal }),
  );
  return inScope.map(({ named, index }) => {
    const { address, user } = (plan.hosts[index] ?? named).bmc;
    const planned = `${address ?? ''} ${user ?? ''} ${say('registered')}`;
    const row = { group: 'ipmi' as const, subject: named.name, planned, path: `hosts[${index}].bmc` };
    if (reading.kind === 'unreadable') return compare(of, { ...row, actual: null, note: reading.why });
    const there = reading.value.find((account) => account.host === address && account.user === user);
    if (there === undefined) return compare(of, { ...row, actual: say('missing') });
    if (there.isValid === false) return compare(of, { ...row, actual: `${planned}, ${say('invalid')}` });
    return compare(of, { ...row, actual: planned, note: there.isValid === true ? say('valid') : null });
  });
}

/** Accounts are not tried again for the report: each was verified by a login when its step ended, and hardened hosts count logins. */
export function recallAccounts(of: Rereading): readonly Check[] {
  const { input } = of.planning;
  const planned = pickLanguage(input.language, words.logsIn);
  return input.plan.hosts.flatMap((host, index) =>
    host.accounts.flatMap(({ user }) => {
      const key = `password:${host.name}:${user}`;
      if (!of.inScope(key)) return [];
      const actual =
        of.context.output(key) === null ? pickLanguage(input.language, words.unverified) : planned;
      return [
        compare(of, {
          group: 'accounts',
          subject: `${host.name} ${user}`,
          planned,
          path: `hosts[${index}].accounts`,
          actual,
        }),
      ];
    }),
  );
}
