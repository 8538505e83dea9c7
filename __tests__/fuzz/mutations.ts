/** What is done to documents: to their values, to the text they are written as, and in which form they come. */
import fc from 'fast-check'
import { dump } from 'js-yaml'
import type { Json, JsonObject } from '../../src/definition/json.ts'

/** A place in any document: at each level the member at that part of all, until there is none. */
type Place = readonly number[]

type Change =
  | { readonly kind: 'replace'; readonly value: Json }
  | { readonly kind: 'remove' }
  | { readonly kind: 'rename'; readonly name: string }
  /** Put into this many arrays or objects. */
  | { readonly kind: 'nest'; readonly depth: number; readonly member: string | undefined }
  /** A reference to another place, or to what it stands in. */
  | { readonly kind: 'refer'; readonly to: Place }
  /** What stands at another place. */
  | { readonly kind: 'copy'; readonly from: Place }
  /** As many times beside itself. */
  | { readonly kind: 'repeat'; readonly times: number }

interface Mutation {
  readonly place: Place
  readonly change: Change
}

/** A change to the bytes at a part of them. */
type Damage =
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'insert'; readonly at: number; readonly text: string; readonly times: number }
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'append'; readonly text: string }

const FORMS = ['json', 'indented', 'yaml', 'byte order mark', 'utf-16'] as const

export interface Recipe {
  readonly mutations: readonly Mutation[]
  readonly damages: readonly Damage[]
  readonly form: (typeof FORMS)[number]
}

/** What a document is refused for wherever it stands; JSON's own way to such a member, since a literal sets the prototype. */
const forbidden: fc.Arbitrary<Json> = fc.constantFrom(
  ...['{"__proto__":{"polluted":true}}', '{"$ref":"other.json#/a"}', '{"$ref":"https://a.example/b.json"}'].map(
    text => JSON.parse(text) as Json
  )
)
const names = fc.constantFrom(
  ...['constructor', 'toString', 'hasOwnProperty', 'length', '', '$ref', 'type', 'properties', 'items'],
  ...['x-ms-dynamic-values', 'x-ms-trigger', 'x-ms-visibility', '/', '~', 'a/b~c', '\ud800', '\u0000', '{', '*']
)
const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  names,
  // What expressions could stumble over, and what is simply long.
  fc
    .tuple(
      fc.constantFrom('a', 'a.', '-eyJ', '{', '%2', '::', '`', '\ud83d', '<!--', '/{x}', '@', '\n', '|'),
      fc.nat(60_000)
    )
    .map(([unit, times]) => unit.repeat(times)),
  fc.constantFrom(
    '\ud800',
    '\udc00x',
    '@environmentVariables("x")',
    '2.0',
    '3.0.0',
    'https://a.example/{b',
    '#/definitions'
  )
)
const numbers = fc.constantFrom(-0, -1, 0.1, 1e308, -1e308, 5e-324, 2 ** 53 + 2, 1e21, 999_999_999_999)
const values: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json[]>(null, true, false, [], {}, [[]], [null], { $ref: '#' }, { $ref: '' }, { $ref: 7 }),
  numbers,
  texts,
  fc.jsonValue({ maxDepth: 3 }).map(value => value as Json),
  fc.constantFrom('#/paths', '#/definitions/a', '#/components/schemas/b').map($ref => ({ $ref }))
)

/** Without the bias to small values, which would always lead to the first members. */
const part = fc.noBias(fc.nat(9999)).map(number => number / 10_000)
const place: fc.Arbitrary<Place> = fc.array(part, { minLength: 2, maxLength: 12 })

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 30, arbitrary: values.map(value => ({ kind: 'replace' as const, value })) },
  { weight: 1, arbitrary: forbidden.map(value => ({ kind: 'replace' as const, value })) },
  { weight: 10, arbitrary: fc.constant({ kind: 'remove' as const }) },
  // Longer ones are refused all the same, and repeated they would fill the memory of this test.
  {
    weight: 10,
    arbitrary: fc
      .oneof(
        names,
        texts.map(text => text.slice(0, 5000))
      )
      .map(name => ({ kind: 'rename' as const, name }))
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('nest' as const),
      depth: fc.constantFrom(1, 5, 60, 400, 1500),
      member: fc.constantFrom(undefined, 'items', 'properties', 'allOf', 'x')
    })
  },
  { weight: 15, arbitrary: fc.record({ kind: fc.constant('refer' as const), to: place }) },
  { weight: 15, arbitrary: fc.record({ kind: fc.constant('copy' as const), from: place }) },
  { weight: 5, arbitrary: fc.nat(2000).map(times => ({ kind: 'repeat' as const, times })) }
)

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: part }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: part,
    text: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('1e999', '-', '"\\ud800"', ',', '}', '&a ', '*a', '"__proto__":1,', '!!js/function x', '\u0000')
    ),
    times: fc.constant(1)
  }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: part,
    text: fc.constantFrom('[', '{"a":', '- ', 'a: {', '{a: '),
    times: fc.constant(100_000)
  }),
  fc.record({ kind: fc.constant('flip' as const), at: part, bit: fc.nat(7) }),
  fc.record({
    kind: fc.constant('append' as const),
    text: fc.constantFrom(
      '\nx-cycle: &c [*c]\n',
      `\nx-a: &a [${'x,'.repeat(9)}x]\nx-b: &b [${'*a,'.repeat(9)}*a]\nx-c: &c [${'*b,'.repeat(9)}*b]\nx-d: [${'*c,'.repeat(9)}*c]\n`,
      '\n--- {}\n',
      '\n<<: [{a: 1}, {a: 2}]\n'
    )
  })
)

/** Most documents have a few wrong values and are whole as a text; some are damaged as one. */
export const recipe: fc.Arbitrary<Recipe> = fc.record({
  mutations: fc.array(fc.record({ place, change }), { minLength: 1, maxLength: 8 }),
  damages: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 5, arbitrary: fc.array(damage, { maxLength: 3 }) }
  ),
  form: fc.constantFrom(...FORMS)
})

/** The document by the recipe, as an API could serve it. The given one is changed. */
export function bake(document: JsonObject, { mutations, damages, form }: Recipe): Uint8Array {
  for (const mutation of growingOnce(mutations)) mutate(document, mutation)
  return damages.reduce((bytes, one) => damaged(bytes, one), encoded(document, form))
}

/** Nested or repeated again and again it couldn't be written down: the first of these counts. */
function growingOnce(mutations: readonly Mutation[]): readonly Mutation[] {
  const first = mutations.findIndex(isGrowing)
  return mutations.filter((mutation, index) => index === first || !isGrowing(mutation))
}

function isGrowing({ change: how }: Mutation): boolean {
  return how.kind === 'repeat' || (how.kind === 'nest' && how.depth > 60)
}

interface Spot {
  readonly parent: JsonObject | Json[]
  readonly name: string
  readonly pointer: string
}

/** The deepest place that the numbers lead to. */
function spotAt(root: JsonObject, numbers: Place): Spot | undefined {
  let spot: Spot | undefined
  let value: Json = root
  for (const number of numbers) {
    if (typeof value !== 'object' || value === null) break
    const parent: JsonObject | Json[] = value
    const members: string[] = Object.keys(parent)
    const name = members[Math.floor(number * members.length)]
    if (name === undefined) break
    const escaped = name.replaceAll('~', '~0').replaceAll('/', '~1')
    spot = { parent, name, pointer: `${spot?.pointer ?? ''}/${escaped}` }
    value = valueAt(spot) ?? null
  }
  return spot
}

function valueAt({ parent, name }: Pick<Spot, 'parent' | 'name'>): Json | undefined {
  return Array.isArray(parent) ? parent[Number(name)] : parent[name]
}

function mutate(root: JsonObject, { place: at, change: how }: Mutation): void {
  const spot = spotAt(root, at)
  if (!spot) return
  const old = valueAt(spot) ?? null
  if (how.kind === 'remove' || how.kind === 'rename') remove(spot)
  if (how.kind === 'rename') put({ ...spot, name: how.name }, old)
  else if (how.kind === 'repeat') repeat(spot, old, how.times)
  else if (how.kind !== 'remove') put(spot, instead(root, old, how))
}

function instead(root: JsonObject, old: Json, how: Exclude<Change, { kind: 'remove' | 'rename' | 'repeat' }>): Json {
  switch (how.kind) {
    case 'replace':
      return structuredClone(how.value)
    case 'nest':
      return nested(old, how.depth, how.member)
    case 'refer':
      return { $ref: `#${spotAt(root, how.to)?.pointer ?? ''}` }
    case 'copy': {
      const source = spotAt(root, how.from)
      return structuredClone(source ? (valueAt(source) ?? null) : null)
    }
  }
}

function put({ parent, name }: Pick<Spot, 'parent' | 'name'>, value: Json): void {
  if (Array.isArray(parent)) parent[Number(name) || 0] = value
  // An assignment would set the prototype where the name is that of one.
  else Object.defineProperty(parent, name, { value, enumerable: true, configurable: true, writable: true })
}

function remove({ parent, name }: Spot): void {
  if (Array.isArray(parent)) parent.splice(Number(name), 1)
  else Reflect.deleteProperty(parent, name)
}

function nested(value: Json, depth: number, member: string | undefined): Json {
  let result = value
  for (let level = 0; level < depth; level++) result = member === undefined ? [result] : { [member]: result }
  return result
}

/** No more than a MB of it: copies of all that may follow. */
function repeat({ parent, name }: Spot, value: Json, times: number): void {
  const most = Math.floor(1_000_000 / (JSON.stringify(value).length + 1))
  for (let copy = 0; copy < Math.min(times, most); copy++) {
    if (Array.isArray(parent)) parent.push(structuredClone(value))
    else put({ parent, name: `${name}${copy}` }, structuredClone(value))
  }
}

function encoded(document: JsonObject, form: Recipe['form']): Uint8Array {
  switch (form) {
    case 'json':
      return Buffer.from(JSON.stringify(document))
    case 'indented':
      return Buffer.from(JSON.stringify(document, null, 2))
    case 'byte order mark':
      return Buffer.from(`\uFEFF${JSON.stringify(document)}`)
    case 'utf-16':
      return Buffer.from(`\uFEFF${JSON.stringify(document)}`, 'utf16le')
    case 'yaml':
      return Buffer.from(yaml(document))
  }
}

/** Not everything can be written as YAML: what is nested too deeply stays JSON, which is YAML too. */
function yaml(document: JsonObject): string {
  try {
    return dump(document)
  } catch {
    return JSON.stringify(document)
  }
}

function damaged(bytes: Uint8Array, damage: Damage): Uint8Array {
  switch (damage.kind) {
    case 'cut':
      return bytes.subarray(0, Math.floor(damage.at * bytes.length))
    case 'insert': {
      const at = Math.floor(damage.at * bytes.length)
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(damage.text.repeat(damage.times)), bytes.subarray(at)])
    }
    case 'flip': {
      const copy = Uint8Array.from(bytes)
      const at = Math.floor(damage.at * (bytes.length - 1))
      copy[at] = (copy[at] ?? 0) ^ (1 << damage.bit)
      return copy
    }
    case 'append':
      return Buffer.concat([bytes, Buffer.from(damage.text)])
  }
}
