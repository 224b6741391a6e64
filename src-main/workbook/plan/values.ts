import { bondModes, type SitePlan } from '../../contract/site-plan.ts';
import { isPlaceholder } from '../grid/placeholders.ts';
import { isBroken, type Field } from './field.ts';

export type NetworkLayout = SitePlan['cluster']['networkLayout'];
export type BondMode = (typeof bondModes)[number];

/** 存储独立 comes first: its full name, 管理与业务融合、存储独立, has the word of the converged layout in it. */
export function networkLayoutOf(field: Field | null): NetworkLayout {
  const text = field?.text ?? '';
  if (text.includes('存储独立')) {
    return 'storage-separate';
  }
  if (text.includes('三网独立')) {
    return 'separate';
  }
  return text.includes('三网融合') ? 'converged' : null;
}

/** A VLAN id, 0 for untagged; null when it is missing or none. */
export function vlanIdOf(field: Field): number | null {
  const number = /^\d{1,4}$/.test(field.text) ? Number(field.text) : null;
  return number !== null && number <= 4094 ? number : null;
}

export function bondModeOf(field: Field): BondMode | null {
  const text = field.text.normalize('NFKC').trim().toLowerCase();
  return bondModes.find((mode) => mode === text) ?? null;
}

/** The name of a network port under Linux: `ens1f0`, `eth0.10`, `enp3s0f0np0`. */
const portName = /^[a-z][a-z0-9._:]*\d[a-z0-9._:]*$/i;

/** The names of network ports in a cell, whatever separates them. A slash may be part of a name. */
export function nicsOf(field: Field): readonly string[] {
  const text = isBroken(field) ? '' : field.text.normalize('NFKC');
  return text
    .split(/[\s,;、&+|和及与]+/)
    .flatMap((name) => {
      const parts = name.split('/').filter((part) => part !== '');
      return parts.length > 1 && parts.every((part) => portName.test(part)) ? parts : [name];
    })
    .filter((name) => name !== '' && !isPlaceholder(name));
}

/** Several ports joined by a sign that may also be part of a name, or that may mean a range: `ens1f0-ens2f0`. */
export function isUnclearNic(name: string): boolean {
  const parts = name.split(/[-~_>]+/);
  return parts.length > 1 && parts.every((part) => portName.test(part));
}
