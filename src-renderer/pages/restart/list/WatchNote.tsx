import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterWatchRow } from '../../../../src-main/contract/cluster-watch.ts';
import { kindNames, workloadKinds } from '../../../../src-main/contract/restart-names.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import { Narrowed } from '../../../components/Narrowed.tsx';
import { useNow } from '../../../hooks/use-now.ts';
import { useWords } from '../../../words/language.ts';
import { groupBy } from '../../../words/group-by.ts';
import { seenTime } from '../../../words/times.ts';
import { ageOf } from '../age.ts';

const nameOf = (kind: string): string => {
  const known = workloadKinds.find((one) => one === kind);
  return known === undefined ? kind : kindNames[known];
};

function Stale({ rows }: { readonly rows: readonly ClusterWatchRow[] }): ReactElement {
  const { t } = useTranslation(['restart', 'common']);
  const words = useWords();
  const now = useNow();
  const [first] = rows;
  const kinds = rows.map(({ kind }) => nameOf(kind)).join(t('common:separator'));
  const error = first?.error ?? null;
  const why = error === null ? '' : `${words(error)} `;
  const seenAt = rows.reduce<number | null>(
    (oldest, { seenAt: at }) => (oldest === null || at === null ? at : Math.min(oldest, at)),
    first?.seenAt ?? null,
  );
  return (
    <p className="workloads-stale" role="status">
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
export function WatchNote({ watches }: { readonly watches: readonly ClusterWatchRow[] }): ReactElement {
  const away = watches.filter(({ isLive }) => !isLive);
  const narrowedTo = watches.find((row) => row.narrowedTo !== null)?.narrowedTo ?? null;
  return (
    <>
      {narrowedTo === null ? null : <Narrowed namespaces={narrowedTo} />}
      {[...groupBy(away, ({ error }) => error?.en ?? '')].map(([why, rows]) => (
        <Stale key={why} rows={rows} />
      ))}
    </>
  );
}
