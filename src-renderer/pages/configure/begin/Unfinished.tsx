import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { ImportDocument } from '../../../../src-main/contract/configure.ts';
import { fileNameOf } from '../../../ask/save-file.ts';
import { useAnswer } from '../../../ask/use-call.ts';
import { Action } from '../../../components/Action.tsx';
import { Status } from '../../../components/Status.tsx';
import { useRuns } from '../../../sync/runs.ts';
import { dayTime } from '../../../words/times.ts';
import { severities } from '../sheet/findings.ts';

const most = 3;

/** A sheet that somebody began with: what was found in it, and the way on. */
function UnfinishedRow({ document }: { readonly document: ImportDocument }): ReactElement {
  const { t } = useTranslation(['begin', 'sheet']);
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
        {last === undefined ? null : <span className="waiting-at faint">· {dayTime(last.seenAt)}</span>}
      </span>
      <Action size="small" onAct={() => go(`/configure/sheets/${id}${hasErrors ? '' : '/preview'}`)}>
        {t('unfinished.goOn')}
      </Action>
    </li>
  );
}

/** Imported sheets that no run was made of, the latest first. */
export function Unfinished(): ReactElement {
  const { t } = useTranslation('begin');
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
  const more = Math.max(0, all.length - most);
  return (
    <>
      {all.slice(0, most).map((document) => (
        <UnfinishedRow key={document.id} document={document} />
      ))}
      {more === 0 ? null : (
        <li className="waiting-more">
          <Link className="small" href="/configure">
            {t('unfinished.more', { count: more })}
          </Link>
        </li>
      )}
    </>
  );
}
