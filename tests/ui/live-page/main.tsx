/** A page of an engine that does not exist: every object of a cluster in one table, as the product's pages follow rows. */
import './page.css';
import { useRef, useState, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { useShallow } from 'zustand/react/shallow';
import { VirtualBody } from '../../../src-renderer/components/VirtualBody.tsx';
import { createFollower } from '../../../src-renderer/sync/follow.ts';
import { openGatewayLink } from '../../../src-renderer/sync/gateway-link.ts';
import { useCollection, useTopicState } from '../../../src-renderer/sync/rows.ts';
import { provideFollower, useTopic } from '../../../src-renderer/sync/topic.ts';
import type { ObjectRow } from '../../support/object-topic.ts';

const nameOf = ({ namespace, name }: ObjectRow): string => `${namespace}/${name}`;

function Objects({ topic }: { readonly topic: string }): ReactElement {
  useTopic(topic);
  const refused = useTopicState(topic, (state) => state.refused);
  const isThere = useTopicState(topic, ({ heardAt }) => heardAt !== null);
  const objects = useCollection(
    topic,
    'object',
    useShallow((rows) => [...rows.values()]),
  );
  const scroll = useRef<HTMLDivElement>(null);
  if (refused !== null) {
    return <p role="alert">{refused.code}</p>;
  }
  return (
    <>
      <p role="status">{isThere ? `${objects.length} objects` : 'reading'}</p>
      <div ref={scroll} id="scroll">
        <table>
          <VirtualBody rows={objects} rowHeightPx={24} columns={3} scroll={scroll} keyOf={nameOf}>
            {(object) => (
              <tr id={nameOf(object)}>
                <td>{nameOf(object)}</td>
                <td>{object.phase}</td>
                <td>{object.restarts}</td>
              </tr>
            )}
          </VirtualBody>
        </table>
      </div>
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
const root = document.getElementById('root');
if (root === null) {
  throw new Error('the page has no root');
}
createRoot(root).render(<Page />);
