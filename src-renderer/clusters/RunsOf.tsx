import type { ReactElement } from 'react';
import { useLocation } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import { useAnswer } from '../ask/use-call.ts';
import { useRunColumns } from '../components/RunTable.tsx';
import { Table } from '../components/table/Table.tsx';
import { Section } from '../pages/settings/Section.tsx';
import { useRuns } from '../sync/runs.ts';
import { siteName } from '../words/site-name.ts';
import './clusters.css';

const mostRuns = 20;

interface RunsOfProps {
  readonly target: string;
  readonly title: string;
  /** The words for no run. */
  readonly none: string;
}

/** The runs that had one object of a cluster among their targets; the latest first. */
export function RunsOf({ target, title, none }: RunsOfProps): ReactElement {
  const [, go] = useLocation();
  // Asked again when a run came to the list.
  const count = useRuns((live) => live.size);
  const { value } = useAnswer(`runs-of/${target}/${count}`, (client, signal) =>
    client.runs.list({ target, limit: mostRuns }, { signal }),
  );
  const runs = useRuns(useShallow((live) => (value?.runs ?? []).map((run) => live.get(run.id) ?? run)));
  const columns = useRunColumns(runs, siteName).filter(
    ({ key }) => key !== 'site' && key !== 'outcome' && key !== 'engine',
  );
  return (
    <Section id="runs" title={title} note={runs.length === 0 ? undefined : runs.length}>
      {value !== null && runs.length === 0 ? (
        <p className="clusters-none quiet">{none}</p>
      ) : (
        <Table
          wraps
          label={title}
          columns={columns}
          rows={runs}
          keyOf={({ id }) => id}
          onOpen={({ id }) => go(`/runs/${id}`)}
        />
      )}
    </Section>
  );
}
