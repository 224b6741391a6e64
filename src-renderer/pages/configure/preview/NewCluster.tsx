import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreviewStep } from '../../../../src-main/contract/preview-scope.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import { isNewCluster } from './scope.ts';

/** Said once above the rows instead of in each: a cluster without an administrator tells nobody its settings. */
export function NewCluster({ steps }: { readonly steps: readonly PreviewStep[] }): ReactElement | null {
  const { t } = useTranslation('preview');
  if (!isNewCluster(steps)) {
    return null;
  }
  return (
    <p className="preview-new small quiet">
      <Glyph name="info" /> {t('newCluster')}
    </p>
  );
}
