import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterWatchRow } from '../../src-main/contract/cluster-watch.ts';
import { Glyph } from '../components/Glyph.tsx';
import { Narrowed } from '../components/Narrowed.tsx';
import { useNow } from '../hooks/use-now.ts';
import { groupBy } from '../words/group-by.ts';
import { useWords } from '../words/language.ts';
import { seenTime } from '../words/times.ts';
import { ageOf } from './age.ts';
import './clusters.css';

interface WatchNoteProps {
  readonly watches: readonly ClusterWatchRow[];
  /** What people call a kind. */
  readonly nameOf: (kind: string) => string;
}

function Stale({ watches, nameOf }: WatchNoteProps): ReactElement {
  const { t } = useTranslation(['clusters', 'common']);
  const words = useWords();
  const now = useNow();
  const [first] = watches;
  const kinds = watches.map(({ kind }) => nameOf(kind)).join(t('common:separator'));
  const error = first?.error ?? null;
  const why = error === null ? '' : `${words(error)} `;
  const seenAt = watches.reduce<number | null>(
    (oldest, { seenAt: at }) => (oldest === null || at === null ? at : Math.min(oldest, at)),
    first?.seenAt ?? null,
  );
  return (
    <p className="clusters-stale" role="status">
      <Glyph name="warning" />
      <span>
        {seenAt === null
          ? t('watch.never', { kinds, why })
          : t('watch.stale', { kinds, why, time: seenTime(seenAt), age: ageOf(now - seenAt) })}
      </span>
    </p>
  );
}

/** How old the lists are that are not kept true just now, and why, and what they leave out; nothing while they hold all. */
export function WatchNote({ watches, nameOf }: WatchNoteProps): ReactElement {
  const away = watches.filter(({ isLive }) => !isLive);
  const narrowedTo = watches.find((row) => row.narrowedTo !== null)?.narrowedTo ?? null;
  return (
    <>
      {narrowedTo === null ? null : <Narrowed namespaces={narrowedTo} />}
      {[...groupBy(away, ({ error }) => error?.en ?? '')].map(([why, rows]) => (
        <Stale key={why} watches={rows} nameOf={nameOf} />
      ))}
    </>
  );
}
