// Packaged so that it installs and runs without a network. `SITEWRIGHT_ELECTRON_DIST` names a runtime that is there
// already; `SITEWRIGHT_ELECTRON_VERSION` says which one that is.
const { join } = require('node:path');
const { version } = require('electron/package.json');

const dist = process.env.SITEWRIGHT_ELECTRON_DIST;
const electronVersion = process.env.SITEWRIGHT_ELECTRON_VERSION ?? version;

// What only the page uses was put into its bundle, the desktop brings a Node of its own, and reads no command line.
const leftOut = [
  '@ant-design',
  '@commander-js',
  '@emotion',
  '@rc-component',
  '@tanstack',
  'antd',
  'commander',
  'i18next',
  'node-linux-*',
  'node-win-*',
  'react',
  'react-dom',
  'react-i18next',
  'wouter',
  'zustand',
];

/** Of every binary: what is not needed to run this one program is off. Tested by reading them back. */
const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  // Runtimes before this one have no such fuse.
  ...(Number(electronVersion.split('.')[0]) < 29 ? {} : { grantFileProtocolExtraPrivileges: false }),
};

module.exports = {
  appId: 'dev.sitewright.desktop',
  productName: 'Sitewright',
  copyright: 'Sitewright',
  electronVersion,
  ...(dist === undefined ? {} : { electronDist: dist }),
  directories: {
    output: process.env.SITEWRIGHT_PACKAGE_OUTPUT ?? 'out/package',
    buildResources: join('resources', 'packaging'),
  },
  files: [
    'package.json',
    'out/main/**',
    'out/preload/**',
    'out/renderer/**',
    'resources/**',
    ...leftOut.map((name) => `!node_modules/${name}/**`),
  ],
  asar: true,
  // Native code and threads are loaded from the disk.
  asarUnpack: ['**/*.node', 'out/main/*-worker.cjs'],
  // Prebuilt for every runtime: nothing is compiled where it is packaged.
  npmRebuild: false,
  electronFuses: fuses,
  protocols: [{ name: 'Sitewright run', schemes: ['sitewright'] }],
  win: { target: 'nsis' },
  // The whole program is in the installer; it asks for no administrator and leaves the home alone.
  nsis: {
    oneClick: false,
    perMachine: false,
    allowElevation: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
    differentialPackage: false,
  },
  linux: { target: 'AppImage', category: 'Network', executableName: 'sitewright' },
  publish: null,
};
