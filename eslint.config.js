import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** The time of day is set by people, time servers and daylight saving: a wait that reckons with it ends too early or never. */
const noArithmetic = {
  selector:
    "BinaryExpression[operator=/^[-+<>]/] > CallExpression:matches([callee.property.name='now'], [callee.name='now']):not([callee.object.name='performance'])",
  message: 'Reckon with elapsed() of the clock, or performance.now(): the time of day may be set meanwhile.',
};
/** A literal that is spread is not checked for misspelt properties. */
const noChoppedLiterals = [
  {
    selector: ':matches(SpreadElement, JSXSpreadAttribute) > :matches(ObjectExpression, ArrayExpression)',
    message:
      'Write the members where the literal is spread: what is spread is not checked for misspelt names.',
  },
];
/** Through `unknown` any value becomes any other: what comes from outside is parsed, everything else has a type that fits. */
const noCastThroughUnknown = {
  selector: "TSAsExpression > TSAsExpression[typeAnnotation.type='TSUnknownKeyword']",
  message: 'Parse what comes from outside with its schema, or give it a type that fits.',
};
const inTheProduct = [...noChoppedLiterals, noCastThroughUnknown];
const noWallClockInWaits = [
  noArithmetic,
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Take the time from a clock that was handed in: now() to write down, elapsed() to wait.',
  },
];

/** What the oldest Chromium that shows the page does not have; the page runs the contract's words too. */
const notInOldChromium = [
  { object: 'Promise', property: 'withResolvers' },
  { object: 'Object', property: 'groupBy' },
  { object: 'Map', property: 'groupBy' },
  { object: 'AbortSignal', property: 'any' },
  { object: 'Array', property: 'fromAsync' },
  { property: 'toSorted' },
  { property: 'toReversed' },
  { property: 'toSpliced' },
];

/** No warnings: a rule is an error or it is off. Sizes are the house's limits, with no list of exceptions. */
export default tseslint.config(
  {
    ignores: [
      'node_modules',
      'out',
      'coverage',
      '**/*.js',
      '**/*.mjs',
      '**/*.cjs',
      'tests/sixth-engine/files',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // It does not know `Promise.withResolvers<void>()`.
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      // An interface over a table is what a program adds members of its own to.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      'no-empty': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
      curly: 'error',
      'no-duplicate-imports': 'error',
      'no-restricted-syntax': ['error', ...noChoppedLiterals],
      'max-lines': ['error', { max: 320, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 12],
      'max-depth': ['error', 3],
      'max-params': ['error', 3],
    },
  },
  {
    files: ['src-main/contract/**', 'src-main/runner/**', 'src-main/engines/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        'fetch',
        'window',
        'document',
        'setTimeout',
        'setInterval',
        'process',
        'Buffer',
      ],
    },
  },
  {
    files: ['src-main/**', 'src-renderer/**', 'src-preload/**'],
    rules: { 'no-restricted-syntax': ['error', ...inTheProduct] },
  },
  {
    files: ['src-main/**'],
    // What is kept over a restart, as a practice site's locks and a browser's session, has only the time of day.
    ignores: ['src-main/practice/**', 'src-main/hosts/gateway/**'],
    rules: { 'no-restricted-syntax': ['error', ...inTheProduct, ...noWallClockInWaits] },
  },
  {
    files: [
      'src-main/adapters/clock.ts',
      'src-main/hosts/owner/clock-watch.ts',
      'src-main/hosts/cli/time-left.ts',
      'src-main/hosts/desktop/**',
    ],
    rules: { 'no-restricted-syntax': ['error', ...inTheProduct, noArithmetic] },
  },
  {
    files: ['src-main/contract/**'],
    rules: { 'no-restricted-properties': ['error', ...notInOldChromium] },
  },
  {
    files: ['src-renderer/**', 'src-preload/**'],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      // It speaks of a compiler that is not used here.
      'react-hooks/incompatible-library': 'off',
      // A page is markup as much as code; what it decides stays within the same limits.
      'max-lines-per-function': ['error', { max: 120, skipBlankLines: true, skipComments: true }],
      'no-restricted-globals': ['error', 'process', 'Buffer', 'require', 'global'],
      'no-restricted-properties': ['error', ...notInOldChromium],
    },
  },
  {
    // A catalogue is data: one entry after the other.
    files: ['src-renderer/i18n/**'],
    rules: { 'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['tests/**'],
    rules: {
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
);
