import type { Difference } from '../../contract/run.ts';
import { verbatim, type Text } from '../../contract/text.ts';
import type { Vds } from './ports.ts';

/** A switch as it is planned for the paired hosts. */
export interface IntendedSwitch {
  readonly bondMode: string;
  readonly hosts: readonly { readonly hostUuid: string; readonly nics: readonly string[] }[];
}

/** How the switch that is there differs from the planned one; empty when it does not. `nameOf` answers a host's name. */
export function switchDifferences(
  there: Vds,
  planned: IntendedSwitch,
  nameOf: (hostUuid: string) => string,
): Text[] {
  const found: Text[] = [];
  if (there.bondMode !== null && there.bondMode !== planned.bondMode) {
    found.push({
      zh: `绑定模式为 ${there.bondMode}，规划为 ${planned.bondMode}`,
      en: `bond mode is ${there.bondMode}, planned ${planned.bondMode}`,
    });
  }
  for (const { hostUuid, nics: intended } of planned.hosts) {
    const nics = there.hosts.find((host) => host.hostUuid === hostUuid)?.nics;
    const name = nameOf(hostUuid);
    if (nics === undefined) {
      found.push({ zh: `未关联主机 ${name}`, en: `host ${name} is not attached` });
    } else if (nics.toSorted().join() !== intended.toSorted().join()) {
      found.push({
        zh: `主机 ${name} 关联的网口为 ${nics.join('、')}，规划为 ${intended.join('、')}`,
        en: `host ${name} uses ports ${nics.join(', ')}, planned ${intended.join(', ')}`,
      });
    }
  }
  return found;
}

const ports = (nics: readonly string[]): Text => verbatim(nics.toSorted().join(', '));

/** The same, field by field. */
export function switchFields(
  there: Vds,
  planned: IntendedSwitch,
  nameOf: (hostUuid: string) => string,
): Difference[] {
  const found: Difference[] = [];
  if (there.bondMode !== null && there.bondMode !== planned.bondMode) {
    found.push({
      field: { zh: '绑定模式', en: 'Bond mode' },
      planned: verbatim(planned.bondMode),
      actual: verbatim(there.bondMode),
    });
  }
  for (const { hostUuid, nics } of planned.hosts) {
    const actual = there.hosts.find((host) => host.hostUuid === hostUuid)?.nics;
    if (actual?.toSorted().join() === nics.toSorted().join()) {
      continue;
    }
    const name = nameOf(hostUuid);
    found.push({
      field: { zh: `主机 ${name} 的网口`, en: `Ports of host ${name}` },
      planned: ports(nics),
      actual: actual === undefined ? { zh: '未关联', en: 'not attached' } : ports(actual),
    });
  }
  return found;
}

export const allOf = (texts: readonly Text[]): Text => ({
  zh: texts.map(({ zh }) => zh).join('；'),
  en: texts.map(({ en }) => en).join('; '),
});
