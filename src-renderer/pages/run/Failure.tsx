import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepRow } from '../../../src-main/contract/run.ts';
import { textIn } from '../../../src-main/contract/text.ts';
import { visibleLines } from '../../../src-main/contract/visible.ts';
import { useFactName } from '../../words/fact-name.ts';
import { useLanguage, useWords } from '../../words/language.ts';
import { Compare } from '../../components/Compare.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { comparedIn, consequencesOf, refusedCall } from './failure.ts';

interface ComparedProps {
  /** Of the run. */
  readonly kind: string;
  readonly step: StepRow;
}

/** Planned beside actual, where the failure says so. */
export function Compared({ kind, step }: ComparedProps): ReactElement | null {
  const { t } = useTranslation('run');
  const words = useWords();
  const nameOf = useFactName(kind);
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
        return {
          key: typeof name === 'string' ? name : name.en,
          subject: typeof name === 'string' ? nameOf('compared', name) : words(name),
          first: left,
          second: right,
          likeness: left === right ? 'equal' : 'different',
        };
      })}
    />
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
