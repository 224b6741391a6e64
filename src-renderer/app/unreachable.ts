import { useTranslation } from 'react-i18next';
import { useConnection } from '../sync/connection.ts';

/** Nothing is heard of the owner: the link broke or is silent. A window that only just opens is not cut off. */
export const useIsCutOff = (): boolean =>
  useConnection(
    ({ link, liveUntil }) =>
      link === 'broken' || link === 'silent' || (link === 'connecting' && liveUntil !== null),
  );

/** Why nothing can be asked of the owner now; null while it can. */
export function useUnreachable(): string | null {
  const { t } = useTranslation();
  return useIsCutOff() ? t('link.off') : null;
}
