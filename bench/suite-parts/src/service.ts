import { Lru } from './lru.js'

export interface User {
  readonly id: number
  readonly name: string
  readonly email: string
}

export type Fetch = (path: string) => Promise<string>

export class UserService {
  readonly #cache = new Lru<number, Promise<User>>(50)
  constructor(private readonly fetch: Fetch) {}

  user(id: number): Promise<User> {
    return this.#cache.get(id, async id => JSON.parse(await this.fetch(`/users/${id}`)) as User)
  }

  async names(ids: readonly number[]): Promise<string[]> {
    const users = await Promise.all(ids.map(id => this.user(id)))
    return users.map(user => user.name)
  }
}

export const pause = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
