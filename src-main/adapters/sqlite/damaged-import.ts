import type { ImportDocument } from '../../contract/configure.ts';
import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';

const readAgain: Text = {
  zh: '请重新读取该规划表：文件当前的版本会重新保存；其他版本和其他规划表不受影响。',
  en: 'Read the workbook again: the version that the file has now is stored anew. Other versions and other workbooks are not affected.',
};

/** What is said beside an import some of whose versions cannot be read. */
export const damagedVersions = (path: string): Text => ({
  zh: `规划表 ${path} 有版本的存储记录已损坏，无法读取。${readAgain.zh}`,
  en: `A stored version of workbook ${path} is damaged and cannot be read. ${readAgain.en}`,
});

/** RECORD_DAMAGED, naming the import and the version. */
export function damagedPlan(
  { id, path }: Pick<ImportDocument, 'id' | 'path'>,
  sha256: string,
  cause: unknown,
): AppError {
  const version = sha256.slice(0, 8);
  const text = {
    zh: `规划表 ${path} 的版本 ${version} 存储的规划已损坏，无法读取。${readAgain.zh}`,
    en: `The stored plan of version ${version} of workbook ${path} is damaged and cannot be read. ${readAgain.en}`,
  };
  return new AppError('RECORD_DAMAGED', text, { data: { import: id, version: sha256 }, cause });
}

/** RECORD_DAMAGED, naming the template that a person had confirmed. */
export function damagedMapping(id: string, cause: unknown): AppError {
  const text = {
    zh: `存储的匹配模板 ${id} 已损坏，无法读取。请重新匹配并确认该模板；其他模板不受影响。`,
    en: `The stored template ${id} is damaged and cannot be read. Map the workbook and confirm the template again; other templates are not affected.`,
  };
  return new AppError('RECORD_DAMAGED', text, { data: { mapping: id }, cause });
}
