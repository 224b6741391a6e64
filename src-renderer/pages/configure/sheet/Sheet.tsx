import { useEffect, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import { showCell } from '../job/sheet-places.ts';
import { useAnswer, useDeed } from '../../../ask/use-call.ts';
import { Action } from '../../../components/Action.tsx';
import { JobHead } from '../job/JobHead.tsx';
import { Failed, Loading } from '../../../components/State.tsx';
import { askSheet } from './ask.ts';
import { Workbook } from './Workbook.tsx';
import './sheet.css';

/** A link may lead to a cell: `?sheet=…&cell=…`. */
function useAskedCell(id: number): void {
  const search = useSearch();
  useEffect(() => {
    const asked = new URLSearchParams(search);
    const [sheet, cell] = [asked.get('sheet'), asked.get('cell')];
    if (sheet !== null && cell !== null) {
      showCell(id, { sheet, cell });
    }
  }, [id, search]);
}

/** The workbook of an import with everything that is wrong with it, and its corrections. */
export function Sheet({ id }: { readonly id: number }): ReactElement {
  const { t } = useTranslation(['sheet', 'common']);
  const [, go] = useLocation();
  const { value, error, again } = useAnswer(`sheet ${id}`, (client) => askSheet(client, id));
  useAskedCell(id);
  const reopening = useDeed(async (client) => {
    const { grant } = await client.imports.grant({ id });
    await client.imports.open({ file: grant });
    again();
  });
  const failed = reopening.error ?? error;
  const trouble =
    failed === null ? null : (
      <>
        <Failed
          title={reopening.error === null ? t('readFailed') : t('importFailed')}
          error={failed}
          onRetry={again}
        />
        {failed.code === 'WORKBOOK_PROFILE_UNKNOWN' ? (
          <p className="sheet-way">
            <Action kind="primary" onAct={() => go(`/configure/sheets/${id}/mapping`)}>
              {t('toMapping')}
            </Action>
          </p>
        ) : null}
      </>
    );
  if (value === null) {
    return (
      <>
        <JobHead title={t('title')} importId={id} current="sheet" />
        {trouble ?? <Loading />}
      </>
    );
  }
  return (
    <Workbook
      id={id}
      state={value}
      again={again}
      trouble={trouble}
      reopening={{ isUnderWay: reopening.isUnderWay, act: () => void reopening.act() }}
    />
  );
}
