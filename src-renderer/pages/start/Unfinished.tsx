import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ImportDocument } from '../../../src-main/contract/configure.ts';
import { fileNameOf } from '../../ask/save-file.ts';
import { dayTime } from '../../words/times.ts';
import { useAnswer } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { Status } from '../../components/Status.tsx';
import { useRuns } from '../../sync/runs.ts';
import { severities } from '../configure/sheet/findings.ts';

interface Unfinished {
  readonly shown: readonly ImportDocument[];
  /** How many there are beside those that are shown. */
  readonly more: number;
}

const most = 3;

/** Imported sheets that no run was made of, the latest first. */
export function useUnfinished(): Unfinished {
  // Asked again when a run came to the list.
  const count = useRuns((run) => run.size);
  const { value } = useAnswer(`unfinished/${count}`, async (client, signal) => {
    const [all, runs] = await Promise.all([
      client.imports.list({}, { signal }),
      client.imports.runs({}, { signal }),
    ]);
    const done = new Set(runs.map((run) => run.import));
    return all.filter(({ id }) => !done.has(id));
  });
  const all = value ?? [];
  return { shown: all.slice(0, most), more: Math.max(0, all.length - most) };
}

/** A sheet that somebody began with: what was found in it, and the way on. */
export function UnfinishedRow({ document }: { readonly document: ImportDocument }): ReactElement {
  const { t } = useTranslation(['start', 'sheet']);
  const [, go] = useLocation();
  const { id, path, versions } = document;
  const last = versions.at(-1);
  const counts = last?.counts ?? null;
  const found = severities
    .filter((severity) => (counts?.[severity] ?? 0) > 0)
    .map((severity) => `${t(`sheet:severity.${severity}`)} ${counts?.[severity] ?? 0}`);
  const hasErrors = (counts?.error ?? 0) > 0;
  return (
    <li>
      <Status glyph={hasErrors ? 'error' : 'pending'}>
        {t(hasErrors ? 'unfinished.errors' : 'unfinished.notRun')}
      </Status>
      <b className="cut" title={path}>
        {fileNameOf(path)}
      </b>
      <span>
        {counts !== null && found.length === 0 ? t('unfinished.fine') : found.join(' · ')}{' '}
        {last === undefined ? null : <span className="faint">· {dayTime(last.seenAt)}</span>}
      </span>
      <Action size="small" onAct={() => go(`/job/${id}/${hasErrors ? 'sheet' : 'preview'}`)}>
        {t('unfinished.goOn')}
      </Action>
    </li>
  );
}
