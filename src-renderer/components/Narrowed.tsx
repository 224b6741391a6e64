import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Glyph } from './Glyph.tsx';
import './narrowed.css';

/** Stands above lists of a cluster that hold some namespaces only: what is not seen may be there all the same. */
export function Narrowed({ namespaces }: { readonly namespaces: readonly string[] }): ReactElement {
  const { t } = useTranslation(['connections', 'common']);
  return (
    <p className="narrowed small" role="note">
      <Glyph name="info" /> {t('narrowed', { namespaces: namespaces.join(t('common:separator')) })}
    </p>
  );
}
