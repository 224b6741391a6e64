import { useId, useRef, type KeyboardEvent, type ReactElement, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellOverride, Finding } from '../../../../src-main/contract/finding.ts';
import { visibleLines } from '../../../../src-main/contract/visible.ts';
import { useWords } from '../../../words/language.ts';
import { dayTime } from '../../../words/times.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import type { Draft } from './edits.ts';
import type { Box } from './layout.ts';
import { glyphOfSeverity } from './Row.tsx';

interface FieldsProps {
  readonly selected: Box;
  readonly override: CellOverride | undefined;
  /** What is found with what is entered; null while that is not known. */
  readonly found: readonly Finding[] | null;
  readonly draft: Draft;
  readonly input: Ref<HTMLInputElement>;
  readonly onChange: (draft: Draft) => void;
  /** Enter, with everything filled in. */
  readonly onEnter: () => void;
}

/** What the file says; null for an empty cell. */
function originalOf({ cell, isSecret }: Box): string | null {
  if (isSecret) {
    return cell?.kind === 'secret' ? '••••' : null;
  }
  const text = cell?.original === undefined ? cell?.text : cell.original;
  return text === undefined || text === '' ? null : text;
}

function Original({ box }: { readonly box: Box }): ReactElement {
  const { t } = useTranslation('sheet');
  const shown = visibleLines(originalOf(box) ?? t('blank'));
  return (
    <span className="editor-original cut" title={box.isSecret ? undefined : shown}>
      <span className="visually-hidden">{t('editor.original')} </span>
      {box.isSecret ? <Glyph name="lock" /> : null}{' '}
      {box.cell?.original === undefined ? shown : <del>{shown}</del>}
    </span>
  );
}

function Check({ found, selected }: Pick<FieldsProps, 'found' | 'selected'>): ReactElement {
  const { t } = useTranslation('sheet');
  const words = useWords();
  if (found === null) {
    return <span className="faint">{t(selected.isSecret ? 'editor.checkedOnSave' : 'editor.checking')}</span>;
  }
  if (found.length === 0) {
    return (
      <span className="tone-ok">
        <Glyph name="unchanged" /> {t('editor.fine')}
      </span>
    );
  }
  return (
    <ul>
      {found.map(({ code, cell, severity, message }) => (
        <li key={`${code} ${cell}`}>
          <Glyph name={glyphOfSeverity[severity]} label={t(`severity.${severity}`)} /> {words(message)}
        </li>
      ))}
    </ul>
  );
}

export function EditorFields(props: FieldsProps): ReactElement {
  const { selected, override, found, draft, input, onChange } = props;
  const { t } = useTranslation(['sheet', 'common']);
  const fields = useId();
  const { isSecret } = selected;
  const reason = useRef<HTMLInputElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) {
      return;
    }
    if (draft.reason.trim() === '') {
      reason.current?.focus();
    } else {
      props.onEnter();
    }
  };
  return (
    <div className="editor-body" onKeyDown={onKeyDown}>
      <label htmlFor={`${fields}-value`}>{t('editor.values')}</label>
      <span className="editor-pair">
        <Original box={selected} />
        <span aria-hidden="true">→</span>
        <input
          ref={input}
          id={`${fields}-value`}
          className="editor-input"
          type={isSecret ? 'password' : 'text'}
          autoComplete={isSecret ? 'new-password' : 'off'}
          spellCheck={false}
          placeholder={isSecret ? t('editor.newPassword') : t('blank')}
          value={draft.value}
          onChange={({ target }) => onChange({ ...draft, value: target.value })}
        />
      </span>
      <span>{t('editor.check')}</span>
      <span role="status">
        <Check found={found} selected={selected} />
      </span>
      <label htmlFor={`${fields}-reason`}>{t('common:reason')} *</label>
      <input
        ref={reason}
        id={`${fields}-reason`}
        className="editor-input"
        required
        placeholder={t('editor.reasonHint')}
        value={draft.reason}
        onChange={({ target }) => onChange({ ...draft, reason: target.value })}
      />
      {override === undefined ? null : (
        <>
          <span>{t('editor.record')}</span>
          <span className="quiet">
            {t('editor.recorded', { by: override.by, time: dayTime(override.at) })}
          </span>
        </>
      )}
    </div>
  );
}
