import { toErrorRecord } from '../../../contract/errors.ts';
import type { Json } from '../../../contract/json.ts';
import type { ReportDocument, ReportVerdict } from '../../../contract/report.ts';
import { pickLanguage } from '../titles.ts';
import type { Reading } from '../ports.ts';
import { titleOf } from '../titles.ts';
import { networkRetry, onlyLooks } from '../world.ts';
import type { SiteContext, SiteStep } from '../world.ts';
import { needs, settled } from './planning.ts';
import type { Candidate, Planning } from './planning.ts';
import { readWithSession } from './settings.ts';
import { businessSwitches, findVds } from './switches.ts';

type Check = ReportDocument['checks'][number];

interface Rereading {
  readonly planning: Planning;
  readonly context: SiteContext;
  /** Whether the step with that key belongs to this run; what was left out is not checked. */
  readonly inScope: (key: string) => boolean;
}

interface Compared {
  readonly group: Check['group'];
  readonly of?: string;
  readonly subject: string;
  readonly planned: string;
  readonly edited: boolean;
  readonly actual: string | null;
  readonly note?: string | null;
}

function check({ context }: Rereading, compared: Compared): Check {
  const { group, of = null, subject, planned, actual, note = null } = compared;
  const readAt = new Date(context.world.now()).toISOString();
  return { group, of, subject, planned, actual, verdict: verdictOf(compared), note, readAt };
}

function verdictOf({ actual, planned, edited }: Compared): ReportVerdict {
  if (actual === null) return 'unreadable';
  if (actual !== planned) return 'different';
  return edited ? 'equal-as-edited' : 'equal';
}

function isEdited({ planning }: Rereading, path: string): boolean {
  return planning.input.edits.some(({ key }) => key === path || key.startsWith(`${path}[`) || key.startsWith(`${path}.`));
}

const list = (values: readonly string[]): string => values.join(', ');

async function settings(of: Rereading): Promise<Check[]> {
  const { plan } = of.planning;
  const { context } = of;
  const { signal } = context;
  const checks: Check[] = [];
  const add = async <T>(key: string, row: { subject: string; path: string; planned: string }, read: () => Promise<Reading<T>>, text: (value: T) => string): Promise<void> => {
    if (!of.inScope(key) || row.planned === '') return;
    const reading = await readWithSession(context, read);
    const actual = reading.kind === 'value' ? text(reading.value) : null;
    const indirect = reading.kind === 'unreadable' ? { note: reading.why } : {};
    checks.push(check(of, { group: 'settings', subject: row.subject, planned: row.planned, edited: isEdited(of, row.path), actual, ...indirect }));
  };
  const { cluster } = context.world;
  const { language } = of.planning.input;
  await add('vip', { subject: titleOf('vip', language), path: 'cluster.vip', planned: plan.cluster.vip ?? '' }, () => cluster.readVip({ signal }), (vip) => vip ?? '—');
  await add('dns', { subject: titleOf('dns', language), path: 'network.dns', planned: list(plan.network.dns) }, () => cluster.readDns({ signal }), list);
  const external = (servers: string): string => `external ${servers}`;
  await add('ntp', { subject: titleOf('ntp', language), path: 'network.ntp', planned: plan.network.ntp.length === 0 ? '' : external(list(plan.network.ntp)) }, () => cluster.readNtp({ signal }), ({ mode, servers }) => `${mode} ${list(servers)}`);
  return checks;
}

async function bmcAccounts(of: Rereading): Promise<Check[]> {
  const { input, plan } = of.planning;
  const registered = { 'zh-CN': '已登记', en: 'registered' }[input.language];
  const words = { valid: { 'zh-CN': '校验有效', en: 'valid' }[input.language], invalid: { 'zh-CN': '校验无效', en: 'not valid' }[input.language], none: { 'zh-CN': '未登记', en: 'not registered' }[input.language] };
  const hosts = input.plan.hosts.map((named, index) => ({ named, host: plan.hosts[index] ?? named, index })).filter(({ named }) => of.inScope(`ipmi:${named.name}`));
  if (hosts.length === 0) return [];
  const reading = await readWithSession(of.context, ({ cluster }) => cluster.readIpmi({ signal: of.context.signal }));
  return hosts.map(({ named, host, index }) => {
    const planned = `${host.bmc.address ?? ''} ${host.bmc.user ?? ''} ${registered}`;
    const there = reading.kind === 'value' ? reading.value.find((account) => account.host === host.bmc.address && account.user === host.bmc.user) : undefined;
    const read = there === undefined ? words.none : there.isValid === false ? `${planned}, ${words.invalid}` : planned;
    const note = there?.isValid === true ? words.valid : reading.kind === 'unreadable' ? reading.why : null;
    return check(of, { group: 'ipmi', subject: named.name, planned, edited: isEdited(of, `hosts[${index}].bmc`), actual: reading.kind === 'value' ? read : null, note });
  });
}

async function networks(of: Rereading): Promise<Check[]> {
  const { planning, context } = of;
  const checks: Check[] = [];
  for (const { named, index, on, created } of businessSwitches(planning)) {
    const planned = planning.plan.network.switches[index] ?? named;
    const path = `network.switches[${index}]`;
    const rows = named.networks.flatMap((network, position) => (of.inScope(`vlan:${on}/${network.name}`) ? [{ planned: planned.networks[position] ?? network, path: `${path}.networks[${position}]` }] : []));
    const checksVds = created && of.inScope(`vds:${named.name}`);
    if (rows.length === 0 && !checksVds) continue;
    const vds = await findVds(context, created ? planned.name : on);
    if (checksVds) {
      const nics = vds === null ? null : list([...new Set(vds.hosts.flatMap((host) => host.nics))].sort());
      const subjects = planning.input.language === 'zh-CN' ? ['绑定模式', '关联网口'] : ['Bond mode', 'Ports'];
      checks.push(check(of, { group: 'vds', of: on, subject: subjects[0] ?? '', planned: planned.bondMode ?? 'active-backup', edited: isEdited(of, `${path}.bondMode`), actual: vds?.bondMode ?? null }));
      checks.push(check(of, { group: 'vds', of: on, subject: subjects[1] ?? '', planned: list(planned.nics.toSorted()), edited: isEdited(of, `${path}.nics`), actual: nics }));
    }
    const reading = vds === null ? null : await readWithSession(context, ({ cluster }) => cluster.listVlans(vds.uuid, { signal: context.signal }));
    for (const row of rows) {
      const there = reading?.kind === 'value' ? reading.value.find(({ name }) => name === row.planned.name) : undefined;
      const absent = planning.input.language === 'zh-CN' ? '不存在' : 'not there';
      const actual = reading?.kind === 'unreadable' ? null : there === undefined ? absent : `VLAN ID ${there.vlanId}`;
      checks.push(check(of, { group: 'vlan', of: on, subject: row.planned.name, planned: `VLAN ID ${row.planned.vlanId ?? 0}`, edited: isEdited(of, row.path), actual }));
    }
  }
  return checks;
}

/** Accounts are not tried again for the report: each was verified by a login when its step ended, and hardened hosts count logins. */
function accounts(of: Rereading): Check[] {
  const { input } = of.planning;
  const works = pickLanguage(input.language, { 'zh-CN': '新密码可登录', en: 'the new password logs in' });
  const fails = pickLanguage(input.language, { 'zh-CN': '未校验', en: 'not verified' });
  return input.plan.hosts.flatMap((host) =>
    host.accounts.flatMap(({ user }) => {
      const key = `password:${host.name}:${user}`;
      if (!of.inScope(key)) return [];
      const ok = of.context.output(key) !== null;
      return [check(of, { group: 'accounts', subject: `${host.name} ${user}`, planned: works, edited: false, actual: ok ? works : fails })];
    }),
  );
}

async function image(of: Rereading): Promise<Check[]> {
  const { iso, language } = of.planning.input;
  if (iso === null || !of.inScope('iso')) return [];
  const reading = await readWithSession(of.context, ({ cluster }) => cluster.listSvtImages({ signal: of.context.signal }));
  const uuid = (of.context.output('iso') as { image_uuid?: string } | null)?.image_uuid;
  const there = reading.kind === 'value' ? reading.value.find(({ imageUuid }) => imageUuid === uuid) : undefined;
  const subject = pickLanguage(language, { 'zh-CN': '文件大小', en: 'File size' });
  const unit = pickLanguage(language, { 'zh-CN': '字节', en: 'bytes' });
  const size = (bytes: number): string => `${bytes.toLocaleString('en-US')} ${unit}`;
  const absent = pickLanguage(language, { 'zh-CN': '不存在', en: 'not there' });
  const actual = reading.kind === 'unreadable' ? null : there === undefined ? absent : size(there.sizeBytes ?? iso.sizeBytes);
  return [check(of, { group: 'vmtools', subject, planned: size(iso.sizeBytes), edited: false, actual })];
}

function rereadStep(planning: Planning, chosen: readonly string[]): SiteStep {
  const inChosen = new Set(chosen);
  return {
    ...onlyLooks,
    ...{ key: 'reread', title: titleOf('reread', planning.input.language), group: 'report', onFailure: 'warn' },
    dependsOn: [...needs('session'), ...settled(...chosen)],
    async probe(context) {
      if (context.runId === 'preview') return { verdict: 'unreadable', why: 'read when everything is done', change: 'compare every planned value with the site', intent: {} };
      const of: Rereading = { planning, context, inScope: (key) => inChosen.has(key) };
      const checks = [...(await settings(of)), ...(await bmcAccounts(of)), ...(await networks(of)), ...accounts(of), ...(await image(of))];
      const different = checks.filter(({ verdict }) => verdict === 'different');
      for (const { subject, planned, actual } of different) context.log.warn(`${subject} reads ${actual ?? '—'} instead of ${planned}`, { action: 'reread', subject });
      return { verdict: 'done', found: `${checks.length} values read again, ${different.length} different`, output: { checks } as unknown as Json };
    },
  };
}

function reportStep({ input }: Planning, before: readonly string[]): SiteStep {
  return {
    ...{ key: 'report', title: titleOf('report', input.language), group: 'report', dependsOn: settled(...before), harmless: true, onFailure: 'warn' },
    ...{ onCrash: 'redo', undo: 'none', retry: { ...networkRetry, maximumAttempts: 1 } },
    probe: () => Promise.resolve({ verdict: 'todo', change: 'write the acceptance report', intent: {} }),
    async apply(_intent, context) {
      try {
        return { path: await context.world.writeReport(context.runId, context.output('reread')) };
      } catch (thrown) {
        context.log.warn(toErrorRecord(thrown).message, { action: 'report' });
        throw thrown;
      }
    },
  };
}

/** @param before keys of all steps that stand before these two. */
export function reportCandidates(planning: Planning, before: readonly string[]): readonly Candidate[] {
  return [
    { step: rereadStep(planning, before), consumes: [] },
    { step: reportStep(planning, [...before, 'reread']), consumes: [] },
  ];
}
