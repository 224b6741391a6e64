import { basename } from 'node:path';
import type { Redactor } from '../../adapters/secrets/redactor.ts';
import type { PreviewSheetOrder } from './files.ts';
import { AppError } from '../../contract/errors.ts';
import type { PreviewDocument } from '../../contract/run.ts';
import { type ConfigureInput, selectSteps } from '../../engines/configure/index.ts';
import { productVersion } from '../../version.ts';
import type { ConfigureService } from './configure-service.ts';
import { accountsOf } from './report-service.ts';

export interface PreviewSheetPorts {
  readonly configure: Pick<ConfigureService, 'input'>;
  readonly redactor: Redactor;
  readonly now: () => number;
}

/** What was shown, less what was taken out since: the run makes its plan by the same rules. */
function inScope(
  input: ConfigureInput,
  preview: PreviewDocument,
): Pick<PreviewDocument, 'steps' | 'leftOut'> {
  const { steps, leftOut } = selectSteps(input);
  const chosen = new Set(steps.map(({ key }) => key));
  return { steps: preview.steps.filter(({ key }) => chosen.has(key)), leftOut: [...leftOut] };
}

/** The preview that a person has in front of them as a page to sign. The site is not looked at again. */
export async function makePreviewSheet(
  { preview, readAt, ...order }: PreviewSheetOrder,
  { configure, redactor, now }: PreviewSheetPorts,
): Promise<string> {
  const input = await configure.input(order);
  const { plan, workbook, site, iso } = input;
  const { renderPreview } = await import('../../report/preview-sheet.ts');
  const address = site.kind === 'practice' ? site.url : site.baseUrl;
  const html = renderPreview(
    {
      customer: plan.customer,
      project: plan.project,
      dataCenter: plan.dataCenter,
      clusterName: plan.cluster.name,
      address,
      identity: preview.identity,
      productVersion,
      practice: site.kind === 'practice',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      readAt: new Date(readAt).toISOString(),
      madeAt: new Date(now()).toISOString(),
      workbook: { fileName: basename(workbook.path), profile: plan.profile, sha256: workbook.sha256 },
      iso: iso === null ? null : { fileName: iso.fileName, sizeBytes: iso.sizeBytes },
      ...inScope(input, preview),
    },
    order.language,
  );
  if (redactor.holdsSecret(html, accountsOf(input))) {
    throw new AppError('SECRET_IN_EXPORT', {
      zh: '变更预览中会包含机密，因此未生成；这是产品缺陷，请反馈。',
      en: 'The preview would contain a secret, so it was not generated. This is a Sitewright bug; please report it.',
    });
  }
  return html;
}
