import { useTranslation } from 'react-i18next';
import { useConnection } from '../sync/connection.ts';

/** Nothing is heard of the owner: it is not there, the link broke or is silent. A window that only just opens is not cut off. */
export const useIsCutOff = (): boolean =>
  useConnection(
    ({ link, liveUntil }) =>
      ['absent', 'broken', 'silent'].includes(link) || (link === 'connecting' && liveUntil !== null),
  );

/** Why nothing can be asked of the owner now; null while it can. */
export function useUnreachable(): string | null {
  const { t } = useTranslation();
  const isAbsent = useConnection(({ link }) => link === 'absent');
  return useIsCutOff() ? t(isAbsent ? 'link.absent' : 'link.off') : null;
}
