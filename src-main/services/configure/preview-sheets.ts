import type { Redactor } from '../../adapters/secrets/redactor.ts';
import type { PreviewSheetOrder } from './files.ts';
import { AppError } from '../../contract/errors.ts';
import type { PreviewDocument } from '../../contract/run.ts';
import {
  type ConfigureInput,
  previewBasis,
  selectSteps,
  subtitle,
  wordsOfStepGroups,
} from '../../engines/configure/index.ts';
import type { PreviewSheet } from '../../report/preview-sheet.ts';
import { productVersion } from '../../version.ts';
import type { ConfigureService } from './configure-service.ts';
import { accountsOf } from './report-service.ts';

export interface PreviewSheetPorts {
  readonly configure: Pick<ConfigureService, 'input'>;
  readonly redactor: Redactor;
  readonly now: () => number;
}

type Cells = PreviewDocument['steps'][number]['cells'];

/** A line for each sheet: `主机规划!E3, F3, G3`. */
function sourcesOf(cells: Cells): string[] {
  const sheets = [...new Set(cells.map(({ sheet }) => sheet))];
  return sheets.map((sheet) => {
    const names = cells.filter((one) => one.sheet === sheet).map(({ cell }) => cell);
    return `${sheet}!${names.join(', ')}`;
  });
}

/** What was shown, less what was taken out since: the run makes its plan by the same rules. */
function inScope(input: ConfigureInput, preview: PreviewDocument): Pick<PreviewSheet, 'steps' | 'leftOut'> {
  const { steps, leftOut } = selectSteps(input);
  const chosen = new Set(steps.map(({ key }) => key));
  return {
    steps: preview.steps
      .filter(({ key }) => chosen.has(key))
      .map(({ cells, ...step }) => ({ ...step, sources: sourcesOf(cells) })),
    leftOut: leftOut.map(({ key, title, because, cells = [] }) => ({
      key,
      title,
      because,
      sources: sourcesOf(cells),
    })),
  };
}

/** The preview that a person has in front of them as a page to sign. The site is not looked at again. */
export async function makePreviewSheet(
  { preview, readAt, ...order }: PreviewSheetOrder,
  { configure, redactor, now }: PreviewSheetPorts,
): Promise<string> {
  const input = await configure.input(order);
  const { plan, workbook, site } = input;
  const { renderPreview } = await import('../../report/preview-sheet.ts');
  const madeAt = new Date(now()).toISOString();
  const { steps, leftOut } = inScope(input, preview);
  const html = renderPreview(
    {
      practice: site.kind === 'practice',
      productVersion,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      madeAt,
      subtitle,
      names: [plan.customer, plan.project, plan.cluster.name].filter((name) => name !== null),
      sha256: workbook.sha256,
      basis: previewBasis({
        input,
        identity: preview.identity,
        readAt: new Date(readAt).toISOString(),
        madeAt,
      }),
      groups: wordsOfStepGroups,
      steps,
      leftOut,
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
