/** What the workbook has wrong cannot be looked at: an address that is an error of the sheet is told as that, and nothing is connected there. */
import type { PreflightItem } from '../../../contract/preflight.ts';
import type { SitePlan } from '../../../contract/site-plan.ts';
import type { Text } from '../../../contract/text.ts';
import { sheetErrorAt } from '../../../engines/configure/index.ts';
import type { Looked } from './looking.ts';
import type { Scene } from './scene.ts';

/** The error of the sheet with its cell, and what follows from it here; null where the sheet is right. */
export function errorAt({ input }: Pick<Scene, 'input'>, path: string): Text | null {
  const because = sheetErrorAt(input, path);
  return because === null
    ? null
    : {
        zh: `${because.zh.replace(/。$/, '')}；没有连接，请先修正规划表。`,
        en: `${because.en.replace(/\.$/, '')}. Nothing was connected; correct the workbook first.`,
      };
}

export const blockedItem = (looked: Looked, because: Text): PreflightItem => ({
  ...looked,
  verdict: 'error',
  message: because,
});

export interface Servers {
  /** The plan with the servers that can be asked. */
  readonly plan: SitePlan;
  readonly blocked: readonly PreflightItem[];
}

/** Parts the DNS and NTP servers that the sheet has wrong from those that can be asked. */
export function partServers(scene: Scene): Servers {
  const { network } = scene.plan;
  const blocked: PreflightItem[] = [];
  const rightOnes = (list: 'dns' | 'ntp'): readonly string[] =>
    network[list].filter((server, index) => {
      const error = errorAt(scene, `network.${list}[${index}]`);
      if (error !== null) {
        blocked.push(blockedItem({ code: `${list}-server`, subject: server }, error));
      }
      return error === null;
    });
  const [dns, ntp] = [rightOnes('dns'), rightOnes('ntp')];
  return { plan: { ...scene.plan, network: { ...network, dns: [...dns], ntp: [...ntp] } }, blocked };
}
