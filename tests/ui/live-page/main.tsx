/** A page of an engine that does not exist: every object of a cluster in one table, as the product's pages follow rows. */
import i18next from 'i18next';
import { useState, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { Table, type Column } from '../../../src-renderer/components/table/Table.tsx';
import { createFollower } from '../../../src-renderer/sync/follow.ts';
import { openGatewayLink } from '../../../src-renderer/sync/gateway-link.ts';
import { useCollection, useTopicState } from '../../../src-renderer/sync/rows.ts';
import { provideFollower, useTopic } from '../../../src-renderer/sync/topic.ts';
import type { ObjectRow } from '../../support/object-topic.ts';

const nameOf = ({ namespace, name }: ObjectRow): string => `${namespace}/${name}`;

const columns: readonly Column<ObjectRow>[] = [
  { key: 'name', title: 'name', minPx: 200, render: nameOf },
  { key: 'phase', title: 'phase', widthPx: 120, render: ({ phase }) => phase },
  { key: 'restarts', title: 'restarts', widthPx: 80, render: ({ restarts }) => restarts },
];

function Objects({ topic }: { readonly topic: string }): ReactElement {
  useTopic(topic);
  const refused = useTopicState(topic, (state) => state.refused);
  const isThere = useTopicState(topic, ({ heardAt }) => heardAt !== null);
  const objects = useCollection(
    topic,
    'object',
    useShallow((rows) => [...rows.values()]),
  );
  if (refused !== null) {
    return <p role="alert">{refused.code}</p>;
  }
  return (
    <>
      <p role="status">{isThere ? `${objects.length} objects` : 'reading'}</p>
      <Table label="objects" scrolls={480} isDense columns={columns} rows={objects} keyOf={nameOf} />
    </>
  );
}

function Page(): ReactElement {
  const [topic, setTopic] = useState<string | null>(null);
  return (
    <>
      {['objects:prod', 'objects-of:prod'].map((each) => (
        <button key={each} onClick={() => setTopic(each)}>
          {each}
        </button>
      ))}
      <button onClick={() => setTopic(null)}>leave</button>
      {topic === null ? null : <Objects topic={topic} />}
    </>
  );
}

const follower = createFollower({ open: openGatewayLink });
provideFollower(follower);
follower.start();
await i18next.use(initReactI18next).init({ lng: 'en', resources: {} });
const root = document.getElementById('root');
if (root === null) {
  throw new Error('the page has no root');
}
createRoot(root).render(<Page />);
