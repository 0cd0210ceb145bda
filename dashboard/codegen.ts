// Types of every question that a page asks, from the hub's contract: a field that is not there, or
// changed its type, fails the build.
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: '../schema.graphql',
  documents: 'src/**/*.graphql',
  generates: {
    'src/hub/asked.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        documentMode: 'string',
        useTypeImports: true,
        skipTypename: true,
        enumsAsTypes: true,
        avoidOptionals: { field: true },
        scalars: {
          Date: 'string', DateTime: 'string', Decimal: 'string', Day: 'string', JSON: 'unknown',
        },
      },
    },
  },
};

export default config;
