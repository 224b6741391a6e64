import { createHash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import type { WorkbookFiles } from './files.ts';

/**
 * Where the new version is built: in the workbook's folder, so that it can take its place in one step. The name says
 * which process on which computer builds it, so that what a killed one has left can be told from what is under way.
 */
export function temporaryPath(path: string): string {
  const name = `${temporaryStem(path)}${thisComputer()}-${process.pid}-${randomUUID().slice(0, 8)}.tmp`;
  return join(dirname(path), name);
}

/** The process on this computer that makes, or made, a temporary file of this workbook; null when the name is no such file's. */
export function builderOf(path: string, name: string): { pid: number; isThisComputer: boolean } | null {
  const stem = temporaryStem(path);
  const match = name.startsWith(stem)
    ? /^([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{8}\.tmp$/.exec(name.slice(stem.length))
    : null;
  return match === null ? null : { pid: Number(match[2]), isThisComputer: match[1] === thisComputer() };
}

function temporaryStem(path: string): string {
  return `.${stemOf(path)}.sitewright-`;
}

/** A folder can be shared, and process numbers mean nothing on another computer. */
function thisComputer(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}

/** `<stem>.backup-YYYYMMDD-HHmmss.xlsx` in local time; `attempt` counts from 1 for names already taken. */
export function backupPath(path: string, nowMs: number, attempt: number): string {
  return join(dirname(path), `${stemOf(path)}.backup-${timestamp(nowMs)}${suffix(attempt)}${extname(path)}`);
}

/** `<stem>.sitewright.xlsx` beside a workbook that cannot be replaced; `attempt` counts from 1 for names already taken. */
export function copyPath(path: string, attempt: number): string {
  return join(dirname(path), `${stemOf(path)}.sitewright${suffix(attempt)}${extname(path)}`);
}

/** The first name of a numbered series that is free. */
export async function freePath(files: WorkbookFiles, nameOf: (attempt: number) => string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const path = nameOf(attempt);
    if (!(await files.exists(path))) {
      return path;
    }
  }
}

/** The files Excel and WPS put beside a workbook that is open in them, and LibreOffice's. */
export function ownerPaths(path: string): readonly string[] {
  const name = basename(path);
  return [`~$${name}`, `.~${name}`, `.~lock.${name}#`].map((owner) => join(dirname(path), owner));
}

function stemOf(path: string): string {
  return basename(path, extname(path));
}

function suffix(attempt: number): string {
  return attempt === 1 ? '' : `-${attempt}`;
}

function timestamp(nowMs: number): string {
  const now = new Date(nowMs);
  const digits = (value: number): string => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}${digits(now.getMonth() + 1)}${digits(now.getDate())}`;
  return `${day}-${digits(now.getHours())}${digits(now.getMinutes())}${digits(now.getSeconds())}`;
}
