/**
 * The building blocks of the answers' shapes. Only what is needed is looked at: fields too many never matter, fields too
 * few only where nothing can be done without them.
 */
import { z } from 'zod';

export const text = z.string().min(1);
export const optionalText = text.nullish().catch(null);
/** Numbers come as numbers or as digits. */
export const wholeNumber = z.coerce.number().int();
export const optionalNumber = z
  .union([z.number(), text.transform(Number)])
  .pipe(z.number())
  .nullish()
  .catch(null);
export const numberList = z.array(wholeNumber);
export const texts = z.union([z.array(text), text.transform((one) => [one])]);

export const record = z.record(z.string(), z.unknown());

export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((place, name) => record.safeParse(place).data?.[name], value);
}

export function textAt(value: unknown, ...path: readonly string[]): string | null {
  const found = valueAt(value, ...path);
  if (typeof found === 'number') {
    return String(found);
  }
  return typeof found === 'string' && found !== '' ? found : null;
}

export function firstText(value: unknown, names: readonly string[]): string | null {
  return names.map((name) => textAt(value, name)).find((found) => found !== null) ?? null;
}

/** A list, bare or under one of the names lists are wrapped in. */
export function listOf<T>(entry: z.ZodType<T>, ...names: readonly string[]): z.ZodType<readonly T[]> {
  return z.preprocess((value): unknown => {
    if (Array.isArray(value)) {
      return value;
    }
    if (value === null) {
      return [];
    }
    const wrapped = [...names, 'entities', 'items', 'list', 'data'].map((name) => valueAt(value, name));
    return wrapped.find((list) => Array.isArray(list)) ?? value;
  }, z.array(entry));
}

/** For answers nothing is read from. */
export const anyShape = z.unknown();
