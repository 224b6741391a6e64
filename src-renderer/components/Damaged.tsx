import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Text } from '../../src-main/contract/text.ts';
import { useWords } from '../words/language.ts';
import { Glyph } from './Glyph.tsx';

/** Marks a row whose stored record cannot be read; what to do about it stands in its hint. Nothing for a sound row. */
export function Damaged({ text }: { readonly text: Text | undefined }): ReactElement | null {
  const { t } = useTranslation();
  const words = useWords();
  if (text === undefined) {
    return null;
  }
  return (
    <span className="tone-warn" title={words(text)}>
      <Glyph name="warning" /> {t('damaged')}{' '}
    </span>
  );
}
