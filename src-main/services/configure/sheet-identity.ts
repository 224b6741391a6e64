import type { Difference } from '../../contract/run.ts';
import type { CellReference, SitePlan } from '../../contract/site-plan.ts';
import { isAppError } from '../../contract/errors.ts';
import { verbatim, type Text } from '../../contract/text.ts';
import type { ComparedSheet, SheetNow } from '../../engines/configure/ports.ts';
import type { PlanService } from './plan-service.ts';
import type { ConfigureServices } from './configure-services.ts';

/** What tells one planning sheet from another: what it is about, not what it plans to do there. */
function identifyingRows(plan: SitePlan): readonly (readonly [Text, string])[] {
  const place = (cell: CellReference | null): string => (cell === null ? '—' : `${cell.sheet}!${cell.cell}`);
  const hosts = plan.hosts.map(({ name, serial, managementIp }): readonly [Text, string] => [
    { zh: `主机 ${name}`, en: `Host ${name}` },
    [name, serial ?? '—', managementIp].join(' '),
  ]);
  return [
    [{ zh: '客户名称', en: 'Customer' }, plan.customer ?? '—'],
    [{ zh: '项目名称', en: 'Project' }, plan.project ?? '—'],
    [{ zh: '集群名称', en: 'Cluster name' }, plan.cluster.name ?? '—'],
    [{ zh: '管理 VIP', en: 'Management VIP' }, plan.cluster.vip ?? '—'],
    [{ zh: '序列号单元格', en: 'Serial cell' }, place(plan.serialCell)],
    ...hosts,
  ];
}

function identityDifferences(before: SitePlan, now: SitePlan): readonly Difference[] {
  const planned = new Map(identifyingRows(before).map(([field, value]) => [field.en, { field, value }]));
  const actual = new Map(identifyingRows(now).map(([field, value]) => [field.en, { field, value }]));
  return [...new Set([...planned.keys(), ...actual.keys()])].flatMap((key) => {
    const [left, right] = [planned.get(key), actual.get(key)];
    const field = left?.field ?? right?.field;
    if (field === undefined || left?.value === right?.value) {
      return [];
    }
    return [{ field, planned: verbatim(left?.value ?? '—'), actual: verbatim(right?.value ?? '—') }];
  });
}

const notReadable: Text = { zh: '规划表', en: 'Workbook' };

/** Whether what lies at the path now is the sheet that a run was made from. */
export async function compareSheet(
  { path, sha256, plan, agreed }: ComparedSheet & { readonly agreed: string | undefined },
  plans: PlanService,
  { imports }: Pick<ConfigureServices, 'imports'>,
): Promise<SheetNow> {
  const { sha256OfFile } = await import('../../workbook/write-cell/file-hash.ts');
  const now = await sha256OfFile(path);
  const isSame = (before: string): boolean =>
    before === now || imports.isOwnChange(path, { before, after: now });
  if (isSame(sha256)) {
    return { sha256: now, verdict: 'same', isAgreed: true, differences: [] };
  }
  const isAgreed = agreed !== undefined && isSame(agreed);
  try {
    const reading = await plans.read({ path, profile: plan.profile });
    const differences = identityDifferences(plan, reading.plan);
    return { sha256: now, verdict: differences.length === 0 ? 'edited' : 'other', isAgreed, differences };
  } catch (thrown) {
    if (!isAppError(thrown)) {
      throw thrown;
    }
    const difference = { field: notReadable, planned: verbatim(plan.profile), actual: thrown.text };
    return { sha256: now, verdict: 'other', isAgreed, differences: [difference] };
  }
}
