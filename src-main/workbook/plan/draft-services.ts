import { mergeAt } from '../grid/grid.ts';
import { labelForm, wordForm } from '../grid/text-form.ts';
import type { ServicesDraft } from './draft.ts';
import { isBlank, type Field } from './field.ts';
import { parseIpv4 } from './ipv4.ts';
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
      .flatMap(splitServers);
  }
  return source.anchors(anchor).flatMap(splitServers);
}

/** One cell may list several servers, each on a line of its own or with commas between them. */
function splitServers(field: Field): readonly Field[] {
  const texts = field.text
    .normalize('NFKC')
    .split(/[\r\n,;、]+/)
    .map((text) => text.trim())
    .filter((text) => text !== '');
  return texts.length < 2
    ? [{ ...field, text: serverForm(texts[0] ?? '') }]
    : texts.map((raw) => ({ ...field, text: serverForm(raw), raw }));
}

/**
 * A server as it was meant: blanks beside a dot do not count (`10.0.0. 1`). Other blanks stay, since they may stand
 * between two servers as well as inside of one.
 */
function serverForm(text: string): string {
  const words = wordForm(text).split(/\s+/u);
  const spaced = words.join(' ');
  return words.every(isWholeServer) ? spaced : spaced.replace(/ ?\. ?/g, '.');
}

/** An address, or a name with its domain. */
function isWholeServer(word: string): boolean {
  const isName = /[a-z]/i.test(word) && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+\.?$/i.test(word);
  return isName || parseIpv4(word) !== null;
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
