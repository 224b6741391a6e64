/** The four kinds of page, in one frame: head 44 high, toolbar 40, body, an inspector 360 wide, confirm bar. */
import type { ReactElement, ReactNode } from 'react';
import './page.css';

interface FrameProps {
  readonly head: ReactNode;
  readonly toolbar?: ReactNode;
  readonly children: ReactNode;
  readonly inspector?: ReactNode;
  readonly confirm?: ReactNode;
}

function PageFrame({ head, toolbar, children, inspector, confirm }: FrameProps): ReactElement {
  return (
    <div className="page-frame">
      {head}
      {toolbar === undefined ? null : <div className="page-toolbar">{toolbar}</div>}
      <div className={inspector === undefined ? 'page-body' : 'page-body inspected'}>
        <div className="page-content">{children}</div>
        {inspector === undefined ? null : <aside className="page-inspector">{inspector}</aside>}
      </div>
      {confirm === undefined ? null : <div className="page-confirm">{confirm}</div>}
    </div>
  );
}

/** Many things of one kind: filters in the toolbar; what is done with the chosen ones stands in the confirm bar. */
export const ListPage = (props: FrameProps): ReactElement => <PageFrame {...props} />;

/** One thing: what it is, how it stands, what happened to it. */
export const ObjectPage = (props: Omit<FrameProps, 'confirm'>): ReactElement => <PageFrame {...props} />;

/** One stage of a job; its head names the others, and the confirm bar leads on. */
export const JobPage = (props: FrameProps): ReactElement => <PageFrame {...props} />;

/** Something that is written or drawn; what is chosen in it is changed in the inspector. */
export const EditorPage = (props: FrameProps & { readonly inspector: ReactNode }): ReactElement => (
  <PageFrame {...props} />
);
