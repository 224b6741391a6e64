import { useId, useState, type KeyboardEvent, type ReactElement, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportDocument } from '../../../../src-main/contract/configure.ts';
import type { Finding } from '../../../../src-main/contract/finding.ts';
import type { SitePlan } from '../../../../src-main/contract/site-plan.ts';
import type { GridSheet } from '../../../../src-main/contract/workbook-grid.ts';
import { useShortcut } from '../../../hooks/shortcuts.ts';
import { Action } from '../../../components/Action.tsx';
import { Glyph } from '../../../components/Glyph.tsx';
import { Failed } from '../../../components/State.tsx';
import { showCell } from '../job/sheet-places.ts';
import { EditorFields } from './EditorFields.tsx';
import { FieldOfCell } from './FieldOfCell.tsx';
import { findingsAt } from './findings.ts';
import { Ignore } from './Ignore.tsx';
import type { Box } from './layout.ts';
import { useCorrection } from './use-correction.ts';
import type { Taken } from './use-undo.ts';
import { broughtBy, useTriedValue } from './use-tried-value.ts';
import './editor.css';

interface EditorProps {
  readonly id: number;
  readonly imported: ImportDocument;
  readonly plan: SitePlan;
  readonly sheet: string;
  readonly selected: Box;
  /** Of a cell in a row that the plan leaves out. */
  readonly unplanned: GridSheet['unplanned'][string] | undefined;
  readonly findings: readonly Finding[];
  readonly again: () => void;
  /** The field of the new value. */
  readonly input: Ref<HTMLInputElement>;
  /** Escape: back to the sheet. */
  readonly onLeave: () => void;
  /** What was saved of the cell; null for nothing. */
  readonly said: string | null;
  readonly onTaken: (taken: Taken) => void;
  /** Ctrl+Z: takes back what is entered, as in the sheet. */
  readonly onUndo: () => void;
}

const isControl = ({ ctrlKey, metaKey }: KeyboardEvent): boolean => ctrlKey || metaKey;

interface NoteProps {
  readonly said: string | null;
  readonly obstacle: string | null;
}

/** What was saved, else why nothing can be. */
function Note({ said, obstacle }: NoteProps): ReactElement | null {
  if (said !== null) {
    return (
      <span className="editor-obstacle small tone-ok">
        <Glyph name="unchanged" /> {said}
      </span>
    );
  }
  return obstacle === null ? null : <span className="editor-obstacle small faint">{obstacle}</span>;
}

/** The selected cell beside what it is to be instead. */
export function Editor(props: EditorProps): ReactElement {
  const { id, imported, plan, sheet, selected, findings, again, input, onLeave, onUndo } = props;
  const { t } = useTranslation('sheet');
  const title = useId();
  const { address } = selected;
  const override = imported.overrides.find((one) => one.sheet === sheet && one.cell === address);
  const correction = useCorrection({
    id,
    sheet,
    selected,
    override,
    onTaken: (how) => {
      // It stays selected, although its finding may be gone.
      showCell(id, { sheet, cell: address });
      props.onTaken({ sheet, cell: address, said: t(`editor.${how}`, { place: `${sheet}!${address}` }) });
      again();
      onLeave();
    },
  });
  const { draft, setDraft, isChanged, isEntered, obstacle, saving, removing, save } = correction;
  const here = findingsAt(findings, sheet, selected);
  const value = isChanged && !selected.isSecret ? draft.value : null;
  const tried = useTriedValue({ id, sheet, cell: address, value });
  const found = isChanged ? broughtBy(tried, { now: findings, sheet, selected }) : here;
  const [isIgnoring, setIgnoring] = useState(false);
  useShortcut('Ctrl+enter', t('editor.save'), save);
  const onKeyDown = (event: KeyboardEvent): void => {
    const isUndo = isControl(event) && event.key.toLowerCase() === 'z' && !event.shiftKey;
    if (event.key !== 'Escape' && !isUndo) {
      return;
    }
    event.stopPropagation();
    if (event.key === 'Escape') {
      correction.discard();
    } else {
      // The browser's own undo goes letter by letter and from field to field: it ends at values that nobody entered.
      event.preventDefault();
      if (!isEntered) {
        return;
      }
      if (selected.isSecret) {
        correction.discard();
      } else {
        onUndo();
      }
    }
    onLeave();
  };
  const failed = saving.error ?? removing.error;
  return (
    <section className="editor" aria-labelledby={title} onKeyDown={onKeyDown}>
      <div className="editor-head">
        <Glyph name="edit" />
        <h2 id={title} className="mono cut">
          {sheet}!{address}
        </h2>
        <span className="quiet cut">
          <FieldOfCell selected={selected} plan={plan} unplanned={props.unplanned} />
        </span>
        {override === undefined ? null : (
          <span className="small quiet editor-kind">{t('editor.corrected')}</span>
        )}
      </div>
      <EditorFields
        selected={selected}
        override={override}
        draft={draft}
        input={input}
        found={found}
        onChange={setDraft}
        onEnter={save}
      />
      {failed === null ? null : (
        <Failed
          title={saving.error === null ? t('editor.notRestored') : t('editor.notSaved')}
          error={failed}
        />
      )}
      <div className="editor-acts">
        <Action
          kind="primary"
          shortcut="Ctrl ↵"
          requested={saving.isUnderWay}
          disabledBecause={obstacle}
          onAct={save}
        >
          {t('editor.save')}
        </Action>
        <Action
          requested={removing.isUnderWay}
          disabledBecause={override === undefined ? t('editor.nothingToRestore') : null}
          onAct={() => void removing.act()}
        >
          {t('editor.restore')}
        </Action>
        <Note said={isEntered ? null : props.said} obstacle={obstacle} />
        {here.length === 0 ? null : (
          <span className="editor-ignore">
            <Action kind="link" onAct={() => setIgnoring(true)}>
              {t('ignore.act')}
            </Action>
          </span>
        )}
      </div>
      {isIgnoring ? <Ignore id={id} here={here} again={again} onClose={() => setIgnoring(false)} /> : null}
    </section>
  );
}
