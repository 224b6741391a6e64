/** Who may import whom: docs/architecture.md. This file is the only judge. */
/** The rooms of src-renderer/pages that belong to no engine. */
const sharedPages = 'start|run|runs|sites|connections|settings|parts';
const room = (name) => `^src-main/${name}/`;
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'contract-is-pure',
      severity: 'error',
      from: { path: room('contract') },
      to: { pathNot: ['^src-main/contract/', 'node_modules/zod'] },
    },
    {
      name: 'ports-know-contract-only',
      severity: 'error',
      from: { path: room('ports') },
      to: { pathNot: ['^src-main/(contract|ports)/', 'node_modules/zod'] },
    },
    {
      name: 'report-knows-contract-only',
      severity: 'error',
      from: { path: room('report') },
      to: { pathNot: ['^src-main/(report|contract)/', '^(node:)?crypto$'] },
    },
    {
      name: 'runner-knows-contract-only',
      severity: 'error',
      from: { path: room('runner') },
      to: { pathNot: ['^src-main/(contract|runner)/', 'node_modules/zod'] },
    },
    {
      name: 'engine-own-folder-runner-ports-contract',
      severity: 'error',
      from: { path: '^src-main/engines/([^/]+)/' },
      to: { pathNot: ['^src-main/engines/$1/', '^src-main/(contract|runner|ports)/', 'node_modules/zod'] },
    },
    {
      name: 'workbook-and-practice-stay-apart',
      severity: 'error',
      from: { path: '^src-main/(workbook|practice)/' },
      to: { path: '^src-main/(runner|engines|adapters|api|hosts)/' },
    },
    {
      name: 'files-know-contract',
      severity: 'error',
      from: { path: room('files') },
      to: { path: '^src-main/(?!contract/|files/)' },
    },
    {
      name: 'practice-does-not-read-workbooks',
      severity: 'error',
      from: { path: room('practice') },
      to: { path: room('workbook') },
    },
    {
      name: 'adapters-know-ports',
      severity: 'error',
      from: { path: room('adapters') },
      to: { path: '^src-main/(api|hosts|practice|workbook|engines/[^/]+/(?!ports\\.ts))' },
    },
    {
      name: 'api-knows-engine-indexes',
      severity: 'error',
      from: { path: room('api') },
      to: {
        path: ['^src-main/(adapters|hosts|practice|workbook)/', '^src-main/engines/[^/]+/(?!index\\.ts)'],
      },
    },
    {
      name: 'feed-knows-contract-only',
      severity: 'error',
      from: { path: room('feed') },
      to: { pathNot: ['^src-main/(feed|contract)/', 'node_modules/zod'] },
    },
    {
      name: 'services-stay-below-hosts',
      severity: 'error',
      from: { path: room('services') },
      to: { path: '^src-main/hosts/' },
    },
    {
      name: 'hosts-never-each-other',
      severity: 'error',
      from: { path: '^src-main/hosts/([^/]+)/', pathNot: '^src-main/hosts/cli/commands/serve-pages\\.ts$' },
      to: { path: '^src-main/hosts/(?!$1/|owner/|page/)' },
    },
    {
      name: 'hosts-know-runtime-api-contract',
      severity: 'error',
      from: { path: room('hosts') },
      to: { path: '^src-main/(adapters|engines|practice|workbook|runner|report|services)/' },
    },
    {
      name: 'nobody-imports-hosts',
      severity: 'error',
      from: { path: '^src-main/(?!hosts/)' },
      to: { path: room('hosts') },
    },
    {
      name: 'product-does-not-import-tests',
      severity: 'error',
      from: { path: '^src-main/' },
      to: { path: '^tests/' },
    },
    {
      name: 'renderer-knows-types-of-api-and-contract',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^src-main/(?!contract/)', dependencyTypesNot: ['type-only'] },
    },
    {
      // The schema library belongs to who checks; the page only shows. Names, words and orders are plain values.
      name: 'renderer-carries-no-schemas',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: {
        path: '^src-main/contract/(?!(text|base-url|desktop|[a-z-]+-(names|order|words|states|timing)|step-operations|preview-scope|sheet-decisions|after-sleep|short-identity|visible|fault|file-kinds/[^/]+)\\.ts)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      // What all engines share knows none of them; the list is the only way in.
      name: 'pages-of-an-engine-only-through-the-list',
      severity: 'error',
      from: { path: '^src-renderer/pages/([^/]+)/' },
      to: { path: '^src-renderer/pages/[^/]+/', pathNot: `^src-renderer/pages/(${sharedPages}|$1)/` },
    },
    {
      name: 'frame-knows-shared-pages-only',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: '^src-renderer/pages/(all\\.ts$|[^/]+/)' },
      to: { path: '^src-renderer/pages/[^/]+/', pathNot: `^src-renderer/pages/(${sharedPages})/` },
    },
    {
      name: 'renderer-rooms-below-pages',
      severity: 'error',
      from: {
        path: '^src-renderer/(app|ask|components|hooks|sync|words)/',
        pathNot: '^src-renderer/app/Pages\\.tsx$',
      },
      to: { path: '^src-renderer/(pages/|i18n/index)' },
    },
    {
      name: 'nobody-imports-the-renderer',
      severity: 'error',
      from: { path: '^src-main/' },
      to: { path: '^src-renderer/' },
    },
    {
      name: 'electron-only-in-desktop',
      severity: 'error',
      from: { pathNot: '^(src-main/hosts/desktop|src-preload)/' },
      to: { path: 'node_modules/electron' },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'declared-dependencies-only',
      severity: 'error',
      from: { path: '^src-main/' },
      // Electron is there when the desktop runs, and is packaged around it, not into it.
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/electron/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
    exclude: { path: '\\.d\\.ts$' },
  },
};
