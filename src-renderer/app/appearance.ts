import { useEffect, useState } from 'react';
import { usePreferences } from '../hooks/preferences.ts';

const darkSystem = '(prefers-color-scheme: dark)';

/** Whether the page is dark now: as the person chose, else as the system is. Follows both, and marks the document. */
export function useDark(): boolean {
  const appearance = usePreferences((preferences) => preferences.appearance);
  const [systemIsDark, setSystemIsDark] = useState(() => matchMedia(darkSystem).matches);
  useEffect(() => {
    const media = matchMedia(darkSystem);
    const follow = (): void => setSystemIsDark(media.matches);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, []);
  const dark = appearance === 'system' ? systemIsDark : appearance === 'dark';
  useEffect(() => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  }, [dark]);
  return dark;
}
