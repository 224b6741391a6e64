import { bondModes, type SitePlan } from '../../contract/site-plan.ts';
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

/** The names of network ports in a cell, whatever separates them. */
export function nicsOf(field: Field): readonly string[] {
  const text = isBroken(field) ? '' : field.text.normalize('NFKC');
  return text.split(/[\s,;、]+/).filter((name) => name !== '' && !/^(?:n\/a|-+|无)$/i.test(name));
}
