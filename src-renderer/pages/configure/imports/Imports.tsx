import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../../ask/use-call.ts';
import { Filter, isFound } from '../../../components/Filter.tsx';
import { RunTable } from '../../../components/RunTable.tsx';
import { Failed, Loading } from '../../../components/State.tsx';
import { NoSheets } from './NoSheets.tsx';
import { SheetTable } from './SheetTable.tsx';
import './imports.css';

const kinds = ['configure', 'configure:revert'];

function Sheets(): ReactElement {
  const { t } = useTranslation('imports');
  const [filter, setFilter] = useState('');
  const asked = useAnswer('imports', (client, signal) => client.imports.list({}, { signal }));
  const all = asked.value ?? [];
  const shown = all.filter(({ path, versions }) => isFound(filter, [path, versions.at(-1)?.profile]));
  return (
    <section aria-labelledby="imports">
      <div className="section-head">
        <h2 id="imports">{t('sheets')}</h2>
        {asked.value === null ? null : (
          <span className="small faint">{t('count', { count: all.length })}</span>
        )}
        <span className="right">
          <Filter isMain value={filter} onChange={setFilter} label={t('filter')} widthPx={210} />
        </span>
      </div>
      {asked.error === null ? null : <Failed title={t('failed')} error={asked.error} onRetry={asked.again} />}
      {asked.value === null ? (
        asked.error === null ? (
          <Loading />
        ) : null
      ) : all.length === 0 ? (
        <NoSheets />
      ) : shown.length === 0 ? (
        <p className="quiet imports-none">{t('noneShown')}</p>
      ) : (
        <SheetTable documents={shown} />
      )}
    </section>
  );
}

/** The engine's own page: its planning sheets, and what was done with them. */
export function Imports(): ReactElement {
  const { t } = useTranslation('imports');
  return (
    <>
      <header className="page-head">
        <h1>{t('title')}</h1>
      </header>
      <div className="imports-page">
        <Sheets />
        <RunTable isSecond title={t('runs')} kinds={kinds} />
      </div>
    </>
  );
}
