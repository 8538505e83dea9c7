/** Which nodes of a graph lead to each other. */

interface Frame<T> {
  readonly node: T
  readonly targets: readonly T[]
  readonly index: number
  low: number
  next: number
}

/**
 * The strongly connected components (Tarjan) that the given nodes lead to, each after those it leads to. Nothing is
 * recursive: chains can be long.
 */
export function componentsOf<T>(starts: Iterable<T>, targetsOf: (node: T) => readonly T[]): T[][] {
  const components: T[][] = []
  /** The index of a node, and `Infinity` once its component is complete. */
  const indexes = new Map<T, number>()
  const stack: T[] = []
  const work: Frame<T>[] = []
  const enter = (node: T): void => {
    const index = indexes.size
    indexes.set(node, index)
    stack.push(node)
    work.push({ node, targets: targetsOf(node), index, low: index, next: 0 })
  }
  for (const start of starts) {
    if (!indexes.has(start)) enter(start)
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const target = frame.targets[frame.next++]
      if (target !== undefined) {
        const index = indexes.get(target)
        if (index === undefined) enter(target)
        else frame.low = Math.min(frame.low, index)
        continue
      }
      work.pop()
      const parent = work.at(-1)
      if (parent) parent.low = Math.min(parent.low, frame.low)
      if (frame.low < frame.index) continue
      const component = stack.splice(stack.lastIndexOf(frame.node))
      for (const node of component) indexes.set(node, Infinity)
      components.push(component)
    }
  }
  return components
}
