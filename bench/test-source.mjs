/** The source of one test of a generated suite. @param modifier such as `async ` */
export const test = (name, body, modifier = '') => `  test('${name}', ${modifier}() => {\n${body}\n  })`
