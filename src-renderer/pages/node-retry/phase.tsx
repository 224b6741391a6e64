import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodePhase } from '../../../src-main/contract/node-retry-names.ts';
import { isNodePhase, nodePhaseWord } from '../../../src-main/contract/node-retry-words.ts';
import type { GlyphName } from '../../components/Glyph.tsx';
import { Status } from '../../components/Status.tsx';
import { useWords } from '../../words/language.ts';
import './nodes.css';

const glyphs: Readonly<Record<NodePhase, GlyphName>> = {
  Managing: 'running',
  Managed: 'succeeded',
  ManagedFailed: 'failed',
  Unmanaging: 'running',
  Unmanaged: 'pending',
  UnmanagedFailed: 'failed',
};

/** Something is done with the node just now. */
export const isPassing = (phase: string): boolean => phase === 'Managing' || phase === 'Unmanaging';

/** The phase of a node in words; one in passing turns, a failed one is red. One that is none of the six is shown as it is told. */
export function PhaseStatus({ phase }: { readonly phase: string }): ReactElement {
  const words = useWords();
  return (
    <Status glyph={isNodePhase(phase) ? glyphs[phase] : 'unknown'}>{words(nodePhaseWord(phase))}</Status>
  );
}

export function ControlPlaneMark(): ReactElement {
  const { t } = useTranslation('nodes');
  return <span className="node-mark">{t('controlPlane')}</span>;
}

/** From one phase to another, as Primus-SaFE spells them. */
export function PhaseChange({
  from,
  to,
}: {
  readonly from: string | null;
  readonly to: string | null;
}): ReactElement {
  return from === null ? (
    <span className="faint">—</span>
  ) : (
    <span className="mono small">{to === null ? from : `${from} → ${to}`}</span>
  );
}
