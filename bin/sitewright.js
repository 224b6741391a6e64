#!/usr/bin/env node
// Node 24 runs the sources as they are; an older one cannot even say what is wrong with them, so this file does.
import * as nodeModule from 'node:module';

const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  process.stderr.write(
    `sitewright needs Node 24 or newer, this is ${process.version}; in a checkout use: npm run -s sitewright -- …\n`,
  );
  process.exitCode = 1;
} else {
  nodeModule.enableCompileCache();
  const { main } = await import('../src-main/hosts/cli/main.ts');
  process.exitCode = await main(process.argv.slice(2));
  // A command that has returned is over: a socket that somebody forgot must not keep it.
  process.exit();
}
