/**
 * Does without what a test runner holds and nobody else can reach, for as long as it is looked what is alive. Objects that a
 * `WeakRef` was made of live on until the next turn of the event loop.
 * @returns a function that gives back what is still alive
 */
export type Loosen = () => () => void

/**
 * Makes the hold of sets on their members a weak one for a while: members that nothing else reaches can be collected.
 * @returns a function that makes the hold on those that are still alive a strong one again
 */
export function loosenSets(
  sets: Iterable<Set<object>>,
  isLoosened: (member: object) => boolean = () => true,
): () => void {
  const held = Array.from(sets, set => {
    const members = Array.from(set).filter(isLoosened)
    for (const member of members) set.delete(member)
    return { set, references: members.map(member => new WeakRef(member)) }
  })
  return () => {
    for (const { set, references } of held) {
      for (const reference of references) {
        const member = reference.deref()
        if (member) set.add(member)
      }
    }
  }
}
