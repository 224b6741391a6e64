import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Empty } from './State.tsx';

/** An address that leads nowhere. */
export function NotHere(): ReactElement {
  const { t } = useTranslation();
  return (
    <Empty title={t('notHere.title')} hint={t('notHere.hint')}>
      <Link href="/">{t('nav.start')}</Link>
    </Empty>
  );
}
