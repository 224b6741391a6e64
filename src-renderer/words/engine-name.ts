import { useTranslation } from 'react-i18next';

/** What a kind of run is called. The kind of a run that takes another back has a colon, which is no part of a key. */
export function useEngineName(): (kind: string) => string {
  const { t } = useTranslation();
  return (kind) => t(kind === 'configure:revert' ? 'engines.revert' : `engines.${kind as 'configure'}`);
}
