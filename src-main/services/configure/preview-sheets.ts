import type { Imports } from '../../adapters/sqlite/imports.ts';
import type { Redactor } from '../../adapters/secrets/redactor.ts';
import type { PreviewSheetOrder } from './files.ts';
import { AppError } from '../../contract/errors.ts';
import { configureGroups } from '../../contract/configure-names.ts';
import {
  groupsOf,
  groupSummary,
  inScope,
  inTheWay,
  laterNotes,
  notIncluded,
  obstacleWords,
  totalLines,
  totalsOf,
  withheldOf,
} from '../../contract/preview-scope.ts';
import type { PreviewDocument } from '../../contract/run.ts';
import {
  type ConfigureInput,
  decidedAbout,
  previewBasis,
  selectSteps,
  subtitle,
} from '../../engines/configure/index.ts';
import type { PreviewSheet } from '../../report/preview-sheet.ts';
import { productVersion } from '../../version.ts';
import type { ConfigureService } from './configure-service.ts';
import { accountsOf } from './report-service.ts';

export interface PreviewSheetPorts {
  readonly configure: Pick<ConfigureService, 'input'>;
  readonly imports: Pick<Imports, 'find'>;
  readonly redactor: Redactor;
  /** The login of who asks for it. */
  readonly by: string;
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

type Shown = Pick<PreviewSheet, 'totals' | 'obstacle' | 'groups' | 'leftOut'>;

/** What was shown, less what was taken out since: the run makes its plan by the same rules. */
function shownOf(input: ConfigureInput, preview: PreviewDocument): Shown {
  const chosen = new Set(selectSteps(input).steps.map(({ key }) => key));
  const { steps } = preview;
  const skip = steps.map(({ key }) => key).filter((key) => !chosen.has(key));
  const off = [...skip, ...withheldOf(preview).keys()];
  const obstacle = inTheWay(steps);
  return {
    totals: totalLines(totalsOf(inScope(steps, off))),
    obstacle: obstacle === null ? null : obstacleWords(obstacle),
    groups: groupsOf(steps).flatMap(({ key: group, steps: members }) => {
      const kept = inScope(members, off);
      const [first] = kept;
      if (first === undefined) {
        return [];
      }
      const named = configureGroups[group] ?? first.title;
      const summary = groupSummary(members, off);
      return [
        {
          heading: { zh: `${named.zh} · ${summary.zh}`, en: `${named.en} · ${summary.en}` },
          steps: kept.map((step) => {
            const { cells, ...shown } = step;
            return { ...shown, sources: sourcesOf(cells), later: laterNotes(step, steps) };
          }),
        },
      ];
    }),
    leftOut: notIncluded(preview, skip).map(({ cells = [], ...left }) => ({
      ...left,
      sources: sourcesOf(cells),
    })),
  };
}

/** The preview that a person has in front of them as a page to sign. The site is not looked at again. */
export async function makePreviewSheet(
  { preview, readAt, ...order }: PreviewSheetOrder,
  { configure, imports, redactor, by, now }: PreviewSheetPorts,
): Promise<string> {
  const input = await configure.input(order);
  const { plan, workbook, site } = input;
  const { renderPreview } = await import('../../report/preview-sheet.ts');
  const madeAt = new Date(now()).toISOString();
  const decided = imports.find(workbook.path);
  const html = renderPreview(
    {
      practice: site.kind === 'practice',
      productVersion,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      madeAt,
      subtitle,
      engineer: input.engineer,
      names: [plan.customer, plan.project, plan.cluster.name].filter((name) => name !== null),
      sha256: workbook.sha256,
      basis: previewBasis({
        input,
        identity: preview.identity,
        readAt: new Date(readAt).toISOString(),
        madeAt,
      }),
      ...shownOf(input, preview),
      decided: decidedAbout(
        { overrides: decided?.overrides ?? [], ignored: decided?.ignored ?? [] },
        { engineer: input.engineer, login: by },
      ),
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
