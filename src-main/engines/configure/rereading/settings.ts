import { readWithSession } from '../steps/settings.ts';
import { titleOf } from '../titles.ts';
import type { Check } from '../report/check-groups.ts';
import { compare, list, type Rereading } from './check.ts';
import type { Reading } from '../../../ports/reading.ts';

interface Setting {
  readonly key: 'vip' | 'dns' | 'ntp';
  readonly path: string;
  readonly planned: string;
  readonly read: () => Promise<Reading<string>>;
}

async function mapped<T>(reading: Promise<Reading<T>>, text: (value: T) => string): Promise<Reading<string>> {
  const read = await reading;
  return read.kind === 'value' ? { kind: 'value', value: text(read.value) } : read;
}

/** Servers under another mode are not in force; the mode is in the system's own word then. */
const ntpInForce = ({
  mode,
  servers,
}: {
  readonly mode: string;
  readonly servers: readonly string[];
}): string => (mode === 'external' ? list(servers) : `${list(servers)} (${mode})`);

function settingsOf({ planning, context }: Rereading): readonly Setting[] {
  const { cluster, network } = planning.plan;
  const { signal } = context;
  const site = context.world.cluster;
  return [
    {
      key: 'vip',
      path: 'cluster.vip',
      planned: cluster.vip ?? '',
      read: () => mapped(site.readVip({ signal }), (vip) => vip ?? '—'),
    },
    {
      key: 'dns',
      path: 'network.dns',
      planned: list(network.dns),
      read: () => mapped(site.readDns({ signal }), list),
    },
    {
      key: 'ntp',
      path: 'network.ntp',
      planned: network.ntp.length === 0 ? '' : list(network.ntp),
      read: () => mapped(site.readNtp({ signal }), ntpInForce),
    },
  ];
}

export async function rereadSettings(of: Rereading): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const { key, path, planned, read } of settingsOf(of)) {
    if (!of.inScope(key)) {
      continue;
    }
    const reading = await readWithSession(of.context, read);
    const [actual, note] = reading.kind === 'value' ? [reading.value, null] : [null, reading.why];
    const subject = titleOf(key);
    checks.push(compare(of, { step: key, group: 'settings', subject, planned, path, actual, note }));
  }
  return checks;
}
