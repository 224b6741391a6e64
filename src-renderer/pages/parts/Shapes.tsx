import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { runStates } from '../../../src-main/contract/run-states.ts';
import { stepStates } from './states.ts';
import { Glyph } from '../../components/Glyph.tsx';
import { RunStatus, Status, StepStatus } from '../../components/Status.tsx';
import { Section } from './Section.tsx';

const levels = ['error', 'caution', 'info', 'undo', 'final', 'change', 'edit', 'lock'] as const;

/** The bar in both of its looks, as the frame draws it. */
export function Marks(): ReactElement {
  const { t } = useTranslation(['parts', 'common']);
  return (
    <Section title={t('section.marks')}>
      <div className="bar parts-bar">
        <span className="bar-site">
          <span className="mark">{t('common:onSite')}</span>
          <b className="cut">{t('sample.site')}</b>
        </span>
        <span className="bar-fact">
          <i>{t('sample.address')}</i>
          <span className="mono">10.0.20.10</span>
        </span>
        <span className="bar-fact">
          <i>{t('sample.identity')}</i>
          <span className="mono strong">7F3A·91C2·D0E4</span>
          <Glyph name="unchanged" />
        </span>
      </div>
      <div className="bar practice parts-bar">
        <span className="bar-site">
          <span className="mark">{t('common:practice')}</span>
          <b className="cut">{t('sample.practiceSite')}</b>
        </span>
        <span className="bar-fact">
          <i>{t('sample.address')}</i>
          <span className="mono">127.0.0.1:47180</span>
        </span>
        <span className="bar-fact bar-hint">{t('sample.safe')}</span>
      </div>
    </Section>
  );
}

/** Every state of a step and of a run, every level and every fact of a change: shape, colour and word. */
export function Shapes(): ReactElement {
  const { t } = useTranslation('parts');
  return (
    <>
      <Section title={t('section.states')}>
        <ul className="parts-grid">
          {stepStates.map((state) => (
            <li key={state}>
              <StepStatus
                state={state}
                changed={null}
                {...(state === 'running' ? { note: t('sample.percent') } : {})}
              />
            </li>
          ))}
          <li>
            <StepStatus state="succeeded" changed={false} />
          </li>
        </ul>
      </Section>
      <Section title={t('section.runs')}>
        <ul className="parts-grid">
          {runStates.map((state) => (
            <li key={state}>
              <RunStatus run={{ state, warnings: 0 }} />
            </li>
          ))}
          <li>
            <RunStatus run={{ state: 'succeeded', warnings: 2 }} />
          </li>
          {[true, false].map((isWhole) => (
            <li key={String(isWhole)}>
              <RunStatus run={{ state: 'succeeded', warnings: 0, undone: { by: ['0006'], isWhole } }} />
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('section.levels')}>
        <ul className="parts-grid">
          {levels.map((level) => (
            <li key={level}>
              <Status glyph={level}>{t(`level.${level}`)}</Status>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
