import { useTranslation } from 'react-i18next';
import { engineOf } from '../engine-pages.ts';
import { useWords } from './language.ts';

/** What a kind of run is called; a kind that this program does not know stands for itself. */
export function useEngineName(): (kind: string) => string {
  const { t } = useTranslation();
  const words = useWords();
  return (kind) => {
    const engine = engineOf(kind);
    if (engine === null) {
      return kind;
    }
    const name = words(engine.name);
    return kind === engine.kind ? name : t('undoOf', { name });
  };
}
