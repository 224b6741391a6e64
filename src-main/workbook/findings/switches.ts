import { labelForm } from '../grid/text-form.ts';
import type { Text } from '../../contract/text.ts';
import type { SiteDraft, SwitchDraft, SwitchRole } from '../plan/draft.ts';
import { isBlank } from '../plan/field.ts';
import { bondModeOf, isUnclearNic, networkLayoutOf, nicsOf } from '../plan/values.ts';
import type { Problem } from './catalog.ts';
import { referenceText } from './cells.ts';

/** Rules on the ports and bonds of switches. */
export function checkSwitches(draft: SiteDraft): readonly Problem[] {
  const isSeparate = networkLayoutOf(draft.cluster.networkLayout) !== 'storage-separate';
  return [
    ...draft.switches.flatMap((planned) => [
      ...wiring(draft, planned),
      ...ports(planned, isSeparate),
      ...bond(planned),
    ]),
    ...(isSeparate ? [...shared(draft.switches), ...sharedNames(draft.switches)] : []),
  ];
}

/** Switches the wiring table does not mention are not compared. */
function wiring(draft: SiteDraft, planned: SwitchDraft): readonly Problem[] {
  const wired = draft.ports.filter(
    ({ switchName }) => switchName.text !== '' && labelForm(switchName.text) === labelForm(planned.name.text),
  );
  const known = new Set(wired.map(({ port }) => port.text));
  const unknown = nicsOf(planned.nics).filter((name) => !known.has(name) && !isUnclearNic(name));
  return wired.length === 0 || unknown.length === 0
    ? []
    : [{ code: 'nic-wiring', at: planned.nics.at, details: { names: unknown.join(', ') } }];
}

function ports(planned: SwitchDraft, isSeparate: boolean): readonly Problem[] {
  const nics = nicsOf(planned.nics);
  const { at, raw } = planned.nics;
  const problems: Problem[] = [];
  const isTidy = nics.length < 2 || raw.trim().replace(/ *, */g, ',') === nics.join(',');
  if (!isTidy) {
    problems.push({ code: 'nic-separator', at, details: { names: nics.join(', ') } });
  }
  const unclear = nics.filter(isUnclearNic);
  if (unclear.length > 0) {
    const details = { names: unclear.join(', ') };
    problems.push({ code: 'nic-format', at, details, blocks: [`${planned.path}.nics`] });
  }
  // With shared management and business networks no business switch is created, so it needs no ports.
  if (planned.role === 'business' && isSeparate && isBlank(planned.nics)) {
    problems.push({
      code: 'nic-missing',
      at,
      details: { switch: planned.name.text },
      blocks: [`${planned.path}.nics`],
    });
  }
  const repeated = [...new Set(nics.filter((name, index) => nics.indexOf(name) !== index))];
  if (repeated.length > 0) {
    const details = { names: repeated.join(', ') };
    problems.push({ code: 'nic-repeated', at, details, blocks: [`${planned.path}.nics`] });
  }
  if (nics.length === 1 && unclear.length === 0) {
    problems.push({ code: 'nic-single', at, details: { names: nics.join(', ') } });
  }
  return problems;
}

function shared(switches: readonly SwitchDraft[]): readonly Problem[] {
  const owners = new Map<string, SwitchDraft>();
  return switches.flatMap((planned): readonly Problem[] => {
    const nics = nicsOf(planned.nics);
    const taken = nics.filter((name) => owners.has(name));
    const other = owners.get(taken[0] ?? '');
    nics.filter((name) => !owners.has(name)).forEach((name) => owners.set(name, planned));
    return other === undefined
      ? []
      : [
          {
            code: 'nic-reused',
            at: planned.nics.at,
            details: { names: taken.join(', '), other: referenceText(other.nics) },
            blocks: [`${planned.path}.nics`],
          },
        ];
  });
}

const roleNames: Readonly<Record<SwitchRole, Text>> = {
  management: { zh: '管理', en: 'management' },
  storage: { zh: '存储', en: 'storage' },
  backup: { zh: '备份', en: 'backup' },
  business: { zh: '业务', en: 'business' },
};

/** With separate networks a business switch of its own is created, which cannot have the name of one that is there. */
function sharedNames(switches: readonly SwitchDraft[]): readonly Problem[] {
  const others = switches.filter(({ role }) => role !== 'business');
  return switches.flatMap((planned): readonly Problem[] => {
    const other = others.find(({ name }) => name.text === planned.name.text);
    if (planned.role !== 'business' || other === undefined) {
      return [];
    }
    const details = { value: planned.name.text, role: roleNames[other.role] };
    const blocks = [`${planned.path}.name`, ...planned.networks.map(({ path }) => `${path}.vlanId`)];
    return [{ code: 'switch-shared', at: planned.name.at, details, blocks }];
  });
}

/** What people write instead of a mode. */
const meant: readonly (readonly [RegExp, string])[] = [
  [/lacp|802\.3ad|tcp|mode\s*4/i, 'balance-tcp'],
  [/slb/i, 'balance-slb'],
  [/^ab$|active|backup|主备|mode\s*1/i, 'active-backup'],
];

function bond({ path, bondMode }: SwitchDraft): readonly Problem[] {
  const mode = bondModeOf(bondMode);
  if (mode === 'balance-tcp') {
    return [{ code: 'bond-lacp', at: bondMode.at }];
  }
  if (mode !== null || bondMode.text === '') {
    return [];
  }
  const suggestion =
    meant.find(([words]) => words.test(bondMode.text))?.[1] ?? 'active-backup / balance-tcp / balance-slb';
  return [
    {
      code: 'bond-value',
      at: bondMode.at,
      details: { value: bondMode.text, suggestion },
      blocks: [`${path}.bondMode`],
    },
  ];
}
