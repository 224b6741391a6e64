import { randomUUID } from 'node:crypto';
import { basename, dirname, extname, join } from 'node:path';
import type { WorkbookFiles } from './files.ts';

/** Where the new version is built: in the workbook's folder, so that it can take its place in one step. */
export function temporaryPath(path: string): string {
  return join(dirname(path), `.${stemOf(path)}.sitewright-${randomUUID().slice(0, 8)}.tmp`);
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
