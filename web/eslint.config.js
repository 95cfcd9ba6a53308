import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const browserAndNode = Object.fromEntries(
  [
    'window',
    'document',
    'URL',
    'process',
    'console',
    'Buffer',
    'performance',
    'Image',
    'fetch',
    'TextEncoder',
    'URLSearchParams',
    'MouseEvent',
  ].map((name) => [name, 'readonly']),
);

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    // Only this file may talk to the server.
    files: ['**/src/**/*.ts'],
    ignores: ['**/src/api.ts'],
    rules: { 'no-restricted-globals': ['error', 'fetch', 'XMLHttpRequest'] },
  },
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: browserAndNode } },
);
