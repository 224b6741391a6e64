import { create } from 'zustand';
import type { PracticePace } from '../../src-main/contract/practice-pace.ts';
import type { Language } from '../../src-main/contract/text.ts';

/** What a person chose for this machine's window; kept by the browser engine, not in the home. */
export type Appearance = 'system' | 'light' | 'dark';

interface Preferences {
  readonly language: Language;
  readonly appearance: Appearance;
  /** Of the practice site; null while none was chosen. */
  readonly pace: PracticePace | null;
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
  const { language, appearance, pace } = stored();
  const spoken: Language = navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
  return {
    language: language === 'zh-CN' || language === 'en' ? language : spoken,
    appearance: appearance === 'light' || appearance === 'dark' ? appearance : 'system',
    pace: pace === 'real' || pace === 'fast' ? pace : null,
  };
}

export const usePreferences = create<Preferences>(first);

/** What was chosen in another window of the same browser holds here too. Returns what stops it. */
export function followPreferences(): () => void {
  const onStorage = (event: StorageEvent): void => {
    if (event.key === key) {
      usePreferences.setState(first());
    }
  };
  addEventListener('storage', onStorage);
  return () => removeEventListener('storage', onStorage);
}

export function prefer(changes: Partial<Preferences>): void {
  usePreferences.setState(changes);
  const { language, appearance, pace } = usePreferences.getState();
  try {
    localStorage.setItem(key, JSON.stringify({ language, appearance, pace }));
  } catch {
    // A browser that keeps nothing still shows what was chosen.
  }
}
