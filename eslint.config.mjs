import tseslint from 'typescript-eslint'

/** Only the entry, the two ends of the contract and the log may know the runner's toolkit; one module GitHub's client. */
const toolkitUsers = ['src/index.ts', 'src/inputs.ts', 'src/outputs.ts', 'src/log.ts', 'src/github/comment.ts']

export default tseslint.config(
  { ignores: ['dist/', 'build/', 'coverage/', 'node_modules/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // To leave a member out by destructuring is the readable way.
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportExpression',
          message:
            'ncc turns a dynamic import into an extra file, but for webpackMode: "eager", which is for heavy modules alone.'
        }
      ]
    }
  },
  {
    files: ['src/**/*.ts'],
    ignores: toolkitUsers,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@actions/*'], message: 'The toolkit stays at the edge.' }] }
      ]
    }
  },
  {
    // Pure functions on documents: no network, no files, no process.
    files: ['src/definition/**/*.ts', 'src/checks/**/*.ts', 'src/report/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@actions/*', 'undici', 'node:http*', 'node:fs*', 'node:net', 'node:process'],
              message: 'Pure functions only.'
            },
            {
              group: ['**/connectors/**', '**/auth/**', '**/http.ts', '**/main.ts'],
              message: 'Arrows point downwards.'
            }
          ]
        }
      ],
      'no-restricted-globals': ['error', 'fetch', 'process']
    }
  },
  {
    // describe and test return promises that Jest itself awaits.
    files: ['__tests__/**/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'off' }
  }
)
