import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Action } from '../components/Action.tsx';

/** The gateway refuses this browser: only a new link helps. */
export function Closed(): ReactElement {
  const { t } = useTranslation();
  return (
    <main className="closed" role="alert">
      <h1>{t('closed.title')}</h1>
      <p className="quiet">{t('closed.hint')}</p>
      <p className="quiet">{t('closed.safe')}</p>
      <p className="closed-acts">
        <Action onAct={() => window.location.reload()}>{t('closed.again')}</Action>
      </p>
    </main>
  );
}
