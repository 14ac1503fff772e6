export type Check = (value: unknown, path: string) => string[]

export const string: Check = (value, path) => (typeof value === 'string' ? [] : [`${path}: a string was expected`])

export const number: Check = (value, path) => (typeof value === 'number' ? [] : [`${path}: a number was expected`])

export const list =
  (item: Check): Check =>
  (value, path) =>
    Array.isArray(value)
      ? value.flatMap((entry, index) => item(entry, `${path}[${index}]`))
      : [`${path}: a list was expected`]

export const object =
  (fields: Record<string, Check>): Check =>
  (value, path) => {
    if (typeof value !== 'object' || value === null) return [`${path}: an object was expected`]
    const unknown = Object.keys(value).filter(key => !(key in fields))
    return [
      ...unknown.map(key => `${path}.${key}: unknown`),
      ...Object.entries(fields).flatMap(([key, check]) =>
        check((value as Record<string, unknown>)[key], `${path}.${key}`),
      ),
    ]
  }
