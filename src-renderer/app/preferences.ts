import { create } from 'zustand';
import type { Language } from '../../src-main/contract/text.ts';

/** What a person chose for this machine's window; kept by the browser engine, not in the home. */
export type Appearance = 'system' | 'light' | 'dark';

interface Preferences {
  readonly language: Language;
  readonly appearance: Appearance;
}

const key = 'sitewright.preferences';

function stored(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences>;
  } catch {
    return {};
  }
}

function first(): Preferences {
  const { language, appearance } = stored();
  const spoken: Language = navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
  return {
    language: language === 'zh-CN' || language === 'en' ? language : spoken,
    appearance: appearance === 'light' || appearance === 'dark' ? appearance : 'system',
  };
}

export const usePreferences = create<Preferences>(first);

/** What was chosen in another window of the same browser holds here too. Returns what stops it. */
export function followPreferences(): () => void {
  const onStorage = (event: StorageEvent): void => {
    if (event.key === key) usePreferences.setState(first());
  };
  addEventListener('storage', onStorage);
  return () => removeEventListener('storage', onStorage);
}

export function prefer(changes: Partial<Preferences>): void {
  usePreferences.setState(changes);
  const { language, appearance } = usePreferences.getState();
  try {
    localStorage.setItem(key, JSON.stringify({ language, appearance }));
  } catch {
    // A browser that keeps nothing still shows what was chosen.
  }
}
