import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportDocument, ReportVerdict } from '../../../../src-main/contract/report.ts';
import type { Likeness } from '../../../components/Compare.tsx';
import type { GlyphName } from '../../../components/Glyph.tsx';
import { Status } from '../../../components/Status.tsx';

const looks = {
  equal: { glyph: 'unchanged', likeness: 'equal', word: 'equal' },
  'equal-as-edited': { glyph: 'edit', likeness: 'equal', word: 'equalAsEdited' },
  indirect: { glyph: 'info', likeness: 'unreadable', word: 'indirect' },
  different: { glyph: 'failed', likeness: 'different', word: 'different' },
  unreadable: { glyph: 'skipped', likeness: 'unreadable', word: 'unreadable' },
} as const satisfies Record<ReportVerdict, { glyph: GlyphName; likeness: Likeness; word: string }>;

export const likenessOf = (verdict: ReportVerdict): Likeness => looks[verdict].likeness;

/** How a planned value and what was read back stand to each other. */
export function Verdict({ verdict }: { readonly verdict: ReportVerdict }): ReactElement {
  const { t } = useTranslation('after');
  const { glyph, word } = looks[verdict];
  return <Status glyph={glyph}>{t(`verdict.${word}`)}</Status>;
}

export type Conclusion = ReportDocument['conclusion']['verdict'];

export const glyphOfConclusion = {
  passed: 'succeeded',
  'passed-with-conditions': 'warning',
  'not-passed': 'failed',
} as const satisfies Record<Conclusion, GlyphName>;
