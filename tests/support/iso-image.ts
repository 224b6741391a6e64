/** An ISO 9660 image as far as its format is looked at. */
export function asIsoImage(content: Buffer): Buffer {
  content.write('\u0001CD001\u0001', 0x8000, 'latin1');
  return content;
}
