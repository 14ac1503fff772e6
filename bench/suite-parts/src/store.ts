export interface Todo {
  readonly id: number
  readonly title: string
  readonly done: boolean
}

export interface State {
  readonly todos: readonly Todo[]
  readonly filter: 'all' | 'open' | 'done'
}

export type Action =
  | { type: 'add'; title: string }
  | { type: 'toggle'; id: number }
  | { type: 'filter'; filter: State['filter'] }
  | { type: 'clear' }

export const initial: State = { todos: [], filter: 'all' }

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'add':
      return { ...state, todos: [...state.todos, { id: state.todos.length + 1, title: action.title, done: false }] }
    case 'toggle':
      return {
        ...state,
        todos: state.todos.map(todo => (todo.id === action.id ? { ...todo, done: !todo.done } : todo)),
      }
    case 'filter':
      return { ...state, filter: action.filter }
    case 'clear':
      return { ...state, todos: state.todos.filter(todo => !todo.done) }
  }
}

export const visible = ({ todos, filter }: State): readonly Todo[] =>
  filter === 'all' ? todos : todos.filter(todo => todo.done === (filter === 'done'))
