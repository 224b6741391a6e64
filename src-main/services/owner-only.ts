import type { Application } from '../api/application.ts';
import { AppError } from '../contract/errors.ts';

/** What can be done without owning the home; rooms and procedures that are not named need its owner. */
export type ReaderRooms = { readonly [Name in keyof Application]?: Partial<Application[Name]> };

const refuse = (): never => {
  throw new AppError('INTERNAL', 'this needs the owner of the home');
};

/** The application of a process that only reads: whatever it does not have is refused. To ask for it is our bug. */
export function withOwnerOnly(rooms: ReaderRooms): Application {
  const roomNamed = (room: object): object =>
    new Proxy(room, { get: (target, name) => (Reflect.get(target, name) as unknown) ?? refuse });
  return new Proxy(rooms, {
    get: (target, name) => roomNamed((Reflect.get(target, name) as object | undefined) ?? {}),
  }) as Application;
}
