import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellReference } from '../../../src-main/contract/site-plan.ts';
import type { StepRow } from '../../../src-main/contract/run.ts';
import { textIn } from '../../../src-main/contract/text.ts';
import { visibleLines } from '../../../src-main/contract/visible.ts';
import { useLanguage, useWords } from '../../words/language.ts';
import { CellRef } from '../../components/CellRef.tsx';
import { Compare } from '../../components/Compare.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { sheetAddress } from '../configure/preview/Cells.tsx';
import { comparedIn, consequencesOf, refusedCall } from './failure.ts';

/** Planned beside actual, where the failure says so. */
export function Compared({ step }: { readonly step: StepRow }): ReactElement | null {
  const { t, i18n } = useTranslation('run');
  const words = useWords();
  const rows = comparedIn(step.error);
  if (rows.length === 0) {
    return null;
  }
  return (
    <Compare
      label={t('detail.compared')}
      heads={{ subject: t('detail.field'), first: t('detail.planned'), second: t('detail.actual') }}
      rows={rows.map(({ name, planned, actual }) => {
        const [left, right] = [words(planned), words(actual)];
        const known = typeof name === 'string' && i18n.exists(`run:compared.${name}`);
        return {
          key: typeof name === 'string' ? name : name.en,
          subject: typeof name !== 'string' ? words(name) : known ? t(`compared.${name as 'VlanId'}`) : name,
          first: left,
          second: right,
          likeness: left === right ? 'equal' : 'different',
        };
      })}
    />
  );
}

/** The cells that the step works from; each leads to its place in the sheet where that was imported here. */
export function Cells({
  cells,
  importId,
}: {
  readonly cells: readonly CellReference[];
  readonly importId: number | undefined;
}): ReactElement | null {
  const { t } = useTranslation('run');
  if (cells.length === 0) {
    return null;
  }
  return (
    <>
      <dt>{t('detail.cells')}</dt>
      <dd className="step-cells">
        {cells.map((place) => (
          <CellRef
            key={`${place.sheet}!${place.cell}`}
            sheet={place.sheet}
            cell={place.cell}
            to={importId === undefined ? null : sheetAddress(importId, place)}
          />
        ))}
      </dd>
    </>
  );
}

const mostNamed = 3;

/** What it means for the rest of the run. */
export function Consequences({
  step,
  steps,
}: {
  readonly step: StepRow;
  readonly steps: readonly StepRow[];
}): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  const { amiss, leftOut, held, goOn } = consequencesOf(step, steps);
  const named = (list: readonly StepRow[]): string => {
    const names = list.slice(0, mostNamed).map(({ title }) => words(title));
    const shown = names.join(t('common:separator'));
    return list.length > mostNamed ? t('detail.andMore', { shown, count: list.length }) : shown;
  };
  const said = [
    amiss.length === 0 ? null : t('detail.alsoAmiss', { steps: named(amiss) }),
    leftOut.length === 0 ? null : t('detail.leftOut', { steps: named(leftOut) }),
    held.length === 0 ? null : t('detail.held', { steps: named(held) }),
    goOn === 0 ? null : t('detail.goOn', { count: goOn }),
  ].filter((one) => one !== null);
  return (
    <>
      <dt>{t('detail.consequences')}</dt>
      <dd>{said.length === 0 ? t('detail.noConsequences') : said.map((one) => <p key={one}>{one}</p>)}</dd>
    </>
  );
}

/** Codes, keys and the call, for whoever looks them up: folded away, and copied as they stand. */
export function Technical({ step }: { readonly step: StepRow }): ReactElement {
  const { t, i18n } = useTranslation('run');
  const language = useLanguage();
  const { error } = step;
  const call = error === null ? null : refusedCall(error);
  const facts = [
    `${t('detail.step')}: ${step.key}`,
    step.dependsOn.length === 0 ? null : `${t('detail.after')}: ${step.dependsOn.join(', ')}`,
    error === null ? null : `${t('detail.code')}: ${error.code} (${error.category}, ${error.stoppedBecause})`,
    call === null ? null : `${t('detail.call')}: ${call}`,
    typeof error?.data['systemMessage'] === 'string'
      ? `${t('detail.answer')}: ${error.data['systemMessage']}`
      : null,
  ].filter((line) => line !== null);
  const lines = visibleLines(facts.join('\n'));
  const text = error === null ? lines : `${lines}\n${visibleLines(textIn(error.message, language))}`;
  return (
    <details className="step-technical" lang={i18n.language}>
      <summary>{t('detail.technical')}</summary>
      <CopyButton text={text} label={t('detail.copyTechnical')} />
      <pre className="mono">{lines}</pre>
    </details>
  );
}
