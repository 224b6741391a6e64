import type { SitePlan } from '../../../contract/site-plan.ts';
import type { ConfigureInput } from '../../../engines/configure/index.ts';
import type { Text } from '../../../contract/text.ts';
import type { OpenSite } from '../open-site.ts';

/** What every look works from. */
export interface Scene {
  readonly input: ConfigureInput;
  /** With the edits of the order. */
  readonly plan: SitePlan;
  readonly site: OpenSite;
  /** Given with the order, for reads that want a session; the preflight never logs in to the cluster. */
  readonly token: string | null;
  readonly signal: AbortSignal;
}

export const isPractice = ({ input }: Pick<Scene, 'input'>): boolean => input.site.kind === 'practice';

/** What the practice site shows is its own: nobody accepted it, and nobody has to. */
export const practiceKey = (fingerprint: string): Text => ({
  zh: `演练环境的密钥，无须核对（${fingerprint}）。`,
  en: `Key of the practice site; no verification needed (${fingerprint}).`,
});
