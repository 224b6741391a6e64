import { readFile, readdir, stat } from 'node:fs/promises';
import { responding } from '../../../files/open-file.ts';
import { basename, dirname, join } from 'node:path';

/** One SHA-256 of a checksum file. */
export interface PublishedChecksum {
  /** Lower-case hex. */
  readonly sha256: string;
  /** What it belongs to, without folders; null for a bare value. */
  readonly name: string | null;
}

export interface ChecksumFile {
  readonly fileName: string;
  /** Those that belong to the file asked about. */
  readonly sha256s: readonly string[];
}

/** A list of checksums is a few kilobytes; what is larger has only the name of one. */
const largestBytes = 1 << 20;

const formats: readonly RegExp[] = [
  // sha256sum, with a space or a star for the mode, and a backslash before a name that was escaped
  /^\\?(?<sha256>[0-9a-f]{64})\s+\*?(?<name>\S.*)$/i,
  // BSD and OpenSSL
  /^SHA2?-?256\s*\((?<name>.+)\)\s*=\s*(?<sha256>[0-9a-f]{64})$/i,
  /^(?<sha256>[0-9a-f]{64})$/i,
  // PowerShell's Get-FileHash as a table, as CSV, and as a list whose lines were joined
  /^SHA256\s+(?<sha256>[0-9a-f]{64})\s+(?<name>\S.*)$/i,
  /^"?SHA256"?,"?(?<sha256>[0-9a-f]{64})"?,"?(?<name>[^"]+)"?$/i,
  /^Algorithm\s*:\s*SHA256\s+Hash\s*:\s*(?<sha256>[0-9a-f]{64})\s+Path\s*:\s*(?<name>\S.*)$/i,
];

/** PowerShell's list of one file stands on three lines. */
const listed = /^[ \t]*(Algorithm\s*:[^\r\n]*)\r?\n[ \t]*(Hash\s*:[^\r\n]*)\r?\n[ \t]*(Path\s*:)/gim;

function readLine(line: string): PublishedChecksum | null {
  const groups = formats
    .map((format) => format.exec(line.trim())?.groups)
    .find((found) => found !== undefined);
  if (groups === undefined) {
    return null;
  }
  const { sha256 = '', name } = groups;
  return { sha256: sha256.toLowerCase(), name: name?.split(/[\\/]/).at(-1) ?? null };
}

/** The checksums of a file's text; lines that are none (comments, signatures) are passed over. */
export function parseChecksums(text: string): PublishedChecksum[] {
  return text
    .replace(listed, '$1 $2 $3')
    .split(/\r?\n/)
    .flatMap((line) => readLine(line) ?? []);
}

/** Redirected output of Windows PowerShell is UTF-16 with a byte order mark; some editors keep neither mark nor order. */
function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) {
    return new TextDecoder('utf-16be').decode(bytes);
  }
  const isUtf16 = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}

const sameName = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/** A table of PowerShell cuts off a path that is too long for the window. */
const names = (written: string, name: string): boolean => {
  const cut = /^(.+?)(\.\.\.|…)$/.exec(written)?.[1];
  return cut === undefined ? sameName(written, name) : sameName(cut, name.slice(0, cut.length));
};

/** In a file of its own a single value belongs to the file whatever it was called when the vendor made it. */
function belonging(all: readonly PublishedChecksum[], name: string, isOwnFile: boolean): string[] {
  const [only] = all;
  if (isOwnFile && only !== undefined && all.length === 1) {
    return [only.sha256];
  }
  return all.filter((one) => one.name !== null && names(one.name, name)).map(({ sha256 }) => sha256);
}

/**
 * The checksum files beside a file (`NAME.sha256`, `NAME.sha256sum`, `SHA256SUMS`, `sha256sum.txt`, in any case, and with
 * `.txt`) with what they say of it. Throws what the file system throws.
 */
export async function checksumFilesBeside(path: string): Promise<readonly ChecksumFile[]> {
  const [folder, name] = [dirname(path), basename(path)];
  const own = [`${name}.sha256`, `${name}.sha256sum`, `${name}.sha256.txt`];
  const wanted = [...own, 'SHA256SUMS', 'SHA256SUMS.txt', 'sha256sum.txt', 'sha256.txt'];
  const present = (await responding(folder, readdir(folder))).filter((found) =>
    wanted.some((one) => sameName(one, found)),
  );
  const files = await Promise.all(
    present.toSorted().map(async (fileName): Promise<ChecksumFile[]> => {
      const found = await responding(fileName, stat(join(folder, fileName)));
      if (!found.isFile() || found.size > largestBytes) {
        return [];
      }
      const all = parseChecksums(decode(await responding(fileName, readFile(join(folder, fileName)))));
      const isOwnFile = own.some((one) => sameName(one, fileName));
      return [{ fileName, sha256s: belonging(all, name, isOwnFile) }];
    }),
  );
  return files.flat();
}
