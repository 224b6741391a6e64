import type { Language } from '../../src-main/contract/text.ts';

/** Where the host of this page serves the acceptance report as a document of its own, for a frame. */
export const reportAddress = (run: string, language: Language): string =>
  `/api/report/${encodeURIComponent(run)}?language=${language}`;
