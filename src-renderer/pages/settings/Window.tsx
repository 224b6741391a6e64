import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Language } from '../../../src-main/contract/text.ts';
import { prefer, usePreferences, type Appearance } from '../../hooks/preferences.ts';
import { Toggles } from '../../components/Toggles.tsx';
import { Engineer } from './Engineer.tsx';
import { Line, Section } from './Section.tsx';

const languages: readonly { readonly key: Language; readonly word: 'chinese' | 'english' }[] = [
  // Each in its own words in both catalogues: who reads only one of them has to find it.
  { key: 'zh-CN', word: 'chinese' },
  { key: 'en', word: 'english' },
];
const appearances: readonly Appearance[] = ['system', 'light', 'dark'];

/** Who works here, as the home keeps it, and how this window looks, which only this machine's browser engine keeps. */
export function Window(): ReactElement {
  const { t } = useTranslation('settings');
  const { language, appearance } = usePreferences();
  return (
    <Section id="window" title={t('window.title')}>
      <Engineer />
      <Line name={t('window.language')} hint={t('window.languageHint')}>
        <Toggles
          label={t('window.language')}
          value={language}
          onChange={(chosen) => prefer({ language: chosen })}
          choices={languages.map(({ key, word }) => ({ key, title: t(`window.${word}`) }))}
        />
      </Line>
      <Line name={t('window.appearance')} hint={t('window.appearanceHint')}>
        <Toggles
          label={t('window.appearance')}
          value={appearance}
          onChange={(chosen) => prefer({ appearance: chosen })}
          choices={appearances.map((key) => ({ key, title: t(`window.${key}`) }))}
        />
        <Link href="/parts">{t('window.parts')}</Link>
      </Line>
    </Section>
  );
}
