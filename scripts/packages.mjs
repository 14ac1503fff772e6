/** The folders of what is published. A package comes after those that it depends on. */
export const packages = ['native', 'packages/core', 'packages/vitest-plugin', 'packages/jest-reporter']
