import { expect, test } from '@jest/globals'
import { sourcePlace } from '../../src/definition/source-place.ts'

const place = (line: number) => ({ line, column: 1 })

test.each<[string, 'swagger' | 'openapi', string, number | undefined]>([
  ['the very thing', 'swagger', '/paths/~1a/get/parameters/0', 4],
  ['what it is part of, when it was added', 'swagger', '/paths/~1a/get/parameters/0/x-ms-summary', 4],
  ['the operation, since conversion has moved its parts', 'openapi', '/paths/~1a/get/parameters/0', 3],
  ['the path', 'openapi', '/paths/~1a', 2],
  ['a schema among the components', 'openapi', '/definitions/Order/properties/id', 9],
  ['a definition where it is', 'swagger', '/definitions/Order', undefined],
  ['nothing', 'openapi', '/x-ms-capabilities', undefined]
])('a finding points to %s (%s)', (_what, kind, pointer, line) => {
  const places = new Map([
    ['/paths', place(1)],
    ['/paths/~1a', place(2)],
    ['/paths/~1a/get', place(3)],
    ['/paths/~1a/get/parameters/0', place(4)],
    ['/components/schemas/Order', place(9)]
  ])
  const specification = kind === 'swagger' ? ({ kind, version: '2.0' } as const) : ({ kind, version: '3.0.3' } as const)
  expect(sourcePlace(pointer, specification, at => places.get(at))?.line).toBe(line)
})
