import type { Text } from '../../../contract/text.ts';

/** `1,626,341,376 bytes`. */
export function inBytes(count: number): Text {
  const digits = count.toLocaleString('en-US');
  return { zh: `${digits} 字节`, en: `${digits} bytes` };
}
