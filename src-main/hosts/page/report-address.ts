import type { Language } from '../../contract/text.ts';

/** `/api/report/<run>?language=en`: the acceptance report as a document of its own, for a frame of our page. */
export const reportPrefix = '/api/report/';

/** The language that an address asks for; null where it names none that there is. */
export function languageAsked(query: URLSearchParams): Language | null {
  const asked = query.get('language');
  return asked === 'zh-CN' || asked === 'en' ? asked : null;
}
