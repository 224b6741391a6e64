import { mergeAt } from '../grid/grid.ts';
import { addressForm, labelForm } from '../grid/text-form.ts';
import type { ServicesDraft } from './draft.ts';
import { isBlank, type Field } from './field.ts';
import type { PlanSource } from './source.ts';

/** DNS, NTP, the management components and the range of temporary addresses. */
export function draftServices(source: PlanSource): ServicesDraft {
  const dns = serversOf(source, /dns/, 'dnsServers');
  const ntp = serversOf(source, /ntp/, 'ntpServers');
  const components = componentsOf(source);
  return {
    dns: dns.filter((field) => !isBlank(field)),
    ntp: ntp.filter((field) => !isBlank(field)),
    dnsPlaces: dns,
    ntpPlaces: ntp,
    components: components.addresses.filter((field) => !isBlank(field)),
    temporaryFirst: components.temporary[0] ?? null,
    temporaryLast: components.temporary[1] ?? null,
  };
}

/** The address cells of the rows whose name says what they are; for layouts without such a table, the labelled cells. */
function serversOf(source: PlanSource, kind: RegExp, anchor: 'dnsServers' | 'ntpServers'): readonly Field[] {
  const table = source.table('services');
  if (table !== null) {
    return table.rows
      .filter((row) => kind.test(labelForm(source.cell({ table, row }, 'name').text)))
      .map((row) => source.cell({ table, row }, 'address'))
      .flatMap(splitServers)
      .map((field) => ({ ...field, text: addressForm(field.text) }));
  }
  return source.anchors(anchor).flatMap(splitServers);
}

/** One cell may list several servers. */
function splitServers(field: Field): readonly Field[] {
  const texts = field.text
    .normalize('NFKC')
    .split(/[\s,;、]+/)
    .filter((text) => text !== '');
  return texts.length < 2
    ? [{ ...field, text: texts[0] ?? '' }]
    : texts.map((text) => ({ ...field, text, raw: text }));
}

function componentsOf(source: PlanSource): {
  readonly addresses: readonly Field[];
  readonly temporary: readonly Field[];
} {
  const table = source.table('components');
  const addresses: Field[] = [];
  const temporary: Field[] = [];
  for (const row of table?.rows ?? []) {
    if (table === null) {
      break;
    }
    const name = source.cell({ table, row }, 'name');
    const address = source.cell({ table, row }, 'address', 'address');
    // The range takes two rows below each other, whose name is one merged cell.
    const isRange = /临时/.test(name.text) || /临时/.test(source.cell({ table, row }, 'description').text);
    if (isRange && mergeAt(table.sheet, address.place) === null) {
      temporary.push(address);
    } else if (!isRange) {
      addresses.push(address);
    }
  }
  return { addresses, temporary };
}
