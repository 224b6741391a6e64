import { useTranslation } from 'react-i18next';
import type { PreflightItem } from '../../../../src-main/contract/preflight.ts';

/** What was looked at, in words; a code that the catalogue does not know is shown as it is. */
export function useItemTitle(): (item: Pick<PreflightItem, 'code'>) => string {
  const { t, i18n } = useTranslation('preflight');
  return ({ code }) => (i18n.exists(`preflight:codes.${code}`) ? t(`codes.${code as 'connection'}`) : code);
}
