import { Input, Select } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import {
  acceptsFaultValue,
  scenarioOf,
  writeFault,
  type FaultScenario,
  type FaultSegment,
  type FaultValues,
} from '../../../../src-main/contract/fault.ts';
import { useWords } from '../../../words/language.ts';
import { useAnswer } from '../../../ask/use-call.ts';
import { Action } from '../../../components/Action.tsx';
import { faultOptions, isFaultFound } from '../../../components/fault-options.ts';
import { namedBy, withNamesOf, type FaultNames } from './fault-names.ts';

type Field = Exclude<FaultSegment, string>;

interface FieldProps {
  readonly field: Field;
  readonly value: string;
  readonly names: FaultNames;
  readonly onChange: (value: string) => void;
}

/** Within the dialog: what stands outside of it lies behind it. */
const within = (place: HTMLElement): HTMLElement => place.parentElement ?? place;

/** One value of a scenario: chosen where there is a list, typed where it is a number. */
function FaultField({ field, value, names, onChange }: FieldProps): ReactElement {
  const { t } = useTranslation('site');
  const [typed, setTyped] = useState(value);
  const isNamed = field.value === 'network' || field.value === 'port';
  const title = t(`practice.field.${isNamed ? field.value : field.as}`);
  const list = typeof field.value === 'string' ? namedBy(field.value, names) : field.value;
  return (
    <label className="site-fault-field">
      <span className="quiet">{title}</span>
      {list === null ? (
        <Input
          size="small"
          value={typed}
          status={acceptsFaultValue(field.value, typed) ? '' : 'error'}
          onChange={({ target }) => {
            setTyped(target.value);
            if (acceptsFaultValue(field.value, target.value)) {
              onChange(target.value);
            }
          }}
        />
      ) : (
        <Select
          size="small"
          showSearch
          getPopupContainer={within}
          aria-label={title}
          value={value}
          onChange={onChange}
          options={list.map((name) => ({ value: name, label: name }))}
        />
      )}
    </label>
  );
}

interface OrderedProps {
  readonly scenario: FaultScenario;
  readonly values: FaultValues;
  readonly names: FaultNames;
  readonly onChange: (spec: string) => void;
  readonly onRemove: () => void;
}

function Ordered({ scenario, values, names, onChange, onRemove }: OrderedProps): ReactElement {
  const { t } = useTranslation('site');
  const words = useWords();
  return (
    <li className="site-fault">
      <span>{words(scenario.description)}</span>
      <Action size="small" onAct={onRemove}>
        {t('practice.removeFault')}
      </Action>
      <span className="site-fault-fields">
        {scenario.segments.map((field) =>
          typeof field === 'string' ? null : (
            <FaultField
              key={field.as}
              field={field}
              names={names}
              value={values[field.as] ?? ''}
              onChange={(value) => onChange(writeFault(scenario, { ...values, [field.as]: value }))}
            />
          ),
        )}
      </span>
    </li>
  );
}

interface FaultsProps {
  readonly specs: readonly string[];
  /** What the sheet calls its hosts, networks and ports. */
  readonly names: FaultNames;
  readonly onChange: (specs: string[]) => void;
}

/** What is to go wrong: scenarios chosen from a list, with values that the sheet has. */
export function Faults({ specs, names, onChange }: FaultsProps): ReactElement {
  const { t } = useTranslation(['site', 'common']);
  const words = useWords();
  const scenarios =
    useAnswer('faults', (client, signal) => client.practice.faults({}, { signal })).value ?? [];
  const add = (example: string): void => {
    const found = scenarioOf(scenarios, example);
    if (found !== null) {
      onChange([...specs, writeFault(found.scenario, withNamesOf(found, names))]);
    }
  };
  return (
    <>
      <label className="site-field">
        <span>{t('practice.faults')}</span>
        <Select
          aria-label={t('practice.faults')}
          showSearch={{ filterOption: isFaultFound }}
          getPopupContainer={within}
          value={null}
          placeholder={t('practice.addFault')}
          onChange={(example: string | null) => {
            if (example !== null) {
              add(example);
            }
          }}
          options={faultOptions(scenarios, words, (group) => t(`common:faults.${group}`))}
        />
      </label>
      {specs.length === 0 ? null : (
        <ul className="site-faults" aria-label={t('practice.faults')}>
          {specs.map((spec, at) => {
            const found = scenarioOf(scenarios, spec);
            return found === null ? null : (
              <Ordered
                // Its values change while it stays the same one.
                key={`${at}/${found.scenario.example}`}
                {...found}
                names={names}
                onChange={(changed) => onChange(specs.map((each, index) => (index === at ? changed : each)))}
                onRemove={() => onChange(specs.filter((_each, index) => index !== at))}
              />
            );
          })}
        </ul>
      )}
    </>
  );
}
