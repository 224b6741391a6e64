import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

const { DISABLE: off, ENABLE: on } = FuseState;

/** What is not needed to run this one program is off, in every binary that is packaged. */
const wanted = {
  RunAsNode: off,
  EnableCookieEncryption: on,
  EnableNodeOptionsEnvironmentVariable: off,
  EnableNodeCliInspectArguments: off,
  EnableEmbeddedAsarIntegrityValidation: on,
  OnlyLoadAppFromAsar: on,
  LoadBrowserProcessSpecificV8Snapshot: off,
  GrantFileProtocolExtraPrivileges: off,
} as const;

/** The names of the fuses that are not as they should be in the binary of that version of Electron. */
export async function wrongFuses(binary: string, version: string): Promise<readonly string[]> {
  const wire = await getCurrentFuseWire(binary);
  const isOld = Number(version.split('.')[0]) < 29;
  return (Object.keys(wanted) as (keyof typeof wanted)[]).filter((name) => {
    if (isOld && name === 'GrantFileProtocolExtraPrivileges') {
      return false;
    }
    return wire[FuseV1Options[name]] !== wanted[name];
  });
}
