import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepRow } from '../../../src-main/contract/run.ts';
import { stepSentence } from '../../../src-main/contract/state-words.ts';
import { useWords } from '../../words/language.ts';
import { Duration } from '../../components/Duration.tsx';
import { StepStatus } from '../../components/Status.tsx';
import { Toggles } from '../../components/Toggles.tsx';
import { pairedSteps } from './compared.ts';
import type { Side } from './use-side.ts';

function Cells({ step }: { readonly step: StepRow | null }): ReactElement {
  const { t } = useTranslation('history');
  const words = useWords();
  if (step === null) {
    return (
      <td className="compare-side faint" colSpan={4}>
        {t('comparison.absent')}
      </td>
    );
  }
  const sentence = stepSentence(step);
  const said = sentence === null ? '' : words(sentence);
  return (
    <>
      <td className="compare-side">
        <StepStatus state={step.state} changed={step.changed} adopted={step.adopted} />
      </td>
      <td className="number">
        <Duration
          from={step.startedAt}
          to={step.endedAt ?? (step.state === 'running' ? null : step.startedAt)}
        />
      </td>
      <td className="number">{step.attempts}</td>
      <td className="quiet" title={said}>
        {said}
      </td>
    </>
  );
}

function SideColumns(): ReactElement {
  return (
    <>
      <col className="compare-state" />
      <col className="compare-duration" />
      <col className="compare-attempts" />
      <col />
    </>
  );
}

function SideHeads(): ReactElement {
  const { t } = useTranslation('history');
  return (
    <>
      <th className="compare-side">{t('comparison.column.state')}</th>
      <th className="number">{t('comparison.column.duration')}</th>
      <th className="number">{t('comparison.column.attempts')}</th>
      <th>{t('comparison.column.message')}</th>
    </>
  );
}

interface StepsProps {
  readonly first: Side;
  readonly second: Side;
}

/** Step beside step, by key; only what came to something else unless all are asked for. */
export function Steps({ first, second }: StepsProps): ReactElement {
  const { t } = useTranslation('history');
  const words = useWords();
  const [view, setView] = useState<'differing' | 'all'>('differing');
  const pairs = pairedSteps(first.steps, second.steps);
  const differing = pairs.filter(({ differs }) => differs);
  const shown = view === 'all' ? pairs : differing;
  return (
    <div>
      <div className="section-head">
        <h2>{t('comparison.steps')}</h2>
        <Toggles
          label={t('comparison.steps')}
          value={view}
          onChange={setView}
          choices={[
            { key: 'differing', title: t('comparison.differing', { count: differing.length }) },
            { key: 'all', title: t('comparison.all', { count: pairs.length }) },
          ]}
        />
      </div>
      {shown.length === 0 ? (
        <p className="quiet compare-none">{t('comparison.sameSteps')}</p>
      ) : (
        <div className="compare-wide" role="region" aria-label={t('comparison.steps')} tabIndex={0}>
          <table className="rows dense compare-steps" aria-label={t('comparison.steps')}>
            {/* The heads stand in two rows, and widths are taken from the first one. */}
            <colgroup>
              <col className="compare-name" />
              <SideColumns />
              <SideColumns />
            </colgroup>
            <thead>
              <tr>
                <th rowSpan={2}>{t('comparison.column.step')}</th>
                <th className="compare-side" colSpan={4}>
                  <span className="mono strong">{first.id}</span>
                </th>
                <th className="compare-side" colSpan={4}>
                  <span className="mono strong">{second.id}</span>
                </th>
              </tr>
              <tr>
                <SideHeads />
                <SideHeads />
              </tr>
            </thead>
            <tbody>
              {shown.map(({ key, first: one, second: other, differs }) => {
                const title = words((one ?? other)?.title ?? { zh: key, en: key });
                return (
                  <tr key={key}>
                    <td title={key} className={differs && view === 'all' ? 'strong' : undefined}>
                      {title}
                    </td>
                    <Cells step={one} />
                    <Cells step={other} />
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
