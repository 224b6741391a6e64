import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Empty, Failed } from '../../components/State.tsx';
import { CallError } from '../../sync/client.ts';

interface NoRunProps {
  readonly id: string;
  /** It was in the list, and is not any more. */
  readonly isDeleted: boolean;
  /** Null where nothing more is known than that it is not in the list. */
  readonly error: CallError | null;
}

/** Its words are the page's own. */
const notFound = new CallError('RUN_NOT_FOUND', { zh: '', en: '' });

/** Why a run is not shown: it was deleted, is not here, or cannot be read. */
export function NoRun({ id, isDeleted, error }: NoRunProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  if (isDeleted) {
    return (
      <div role="alert">
        <Empty title={t('deleted', { id })} hint={t('deletedHint')}>
          <Link href="/runs">{t('common:nav.runs')}</Link>
        </Empty>
      </div>
    );
  }
  if (error === null || error.code === notFound.code) {
    return <Failed title={t('unknown', { id })} error={notFound} />;
  }
  return <Failed title={t('notShown', { id })} error={error} />;
}
