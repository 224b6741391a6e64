import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { scenarioOf } from '../../src-main/contract/fault.ts';
import { useWords } from '../words/language.ts';
import { useAnswer } from '../ask/use-call.ts';
import './faults.css';

/** What was injected into the practice site; nothing where nothing was. */
export function FaultChips({ specs }: { readonly specs: readonly string[] }): ReactElement | null {
  const { t } = useTranslation();
  const words = useWords();
  const scenarios =
    useAnswer('faults', (client, signal) => client.practice.faults({}, { signal })).value ?? [];
  if (specs.length === 0) {
    return null;
  }
  return (
    <div className="fault-chips">
      <span className="mark">{t('faults.injected')}</span>
      {specs.map((spec) => {
        const found = scenarioOf(scenarios, spec);
        const values = Object.values(found?.values ?? {}).join(' · ');
        return (
          <span key={spec} className="fault-chip cut" title={spec}>
            {values === '' ? null : <b>{values} </b>}
            {found === null ? spec : words(found.scenario.description)}
          </span>
        );
      })}
    </div>
  );
}
