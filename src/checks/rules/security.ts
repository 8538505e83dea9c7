/** Rules on `securityDefinitions` and `security` (Swagger 2.0, Security Scheme Object, Security Requirement Object). */
import { arrayAt, isObject, objectAt, own, stringAt, type Json, type JsonObject } from '../../definition/json.ts'
import type { DefinitionIndex, OperationNode } from '../model/nodes.ts'
import { at, documentPlace, type Place } from '../model/place.ts'
import { operationWords, quote, sentence } from '../model/words.ts'
import type { Rule } from './rule.ts'

/** One name in one security requirement. */
interface Requirement {
  readonly name: string
  readonly scopes: Json
  readonly place: Place
  readonly words: string
  readonly operation: OperationNode | undefined
  readonly scheme: JsonObject | undefined
}

/** Requirements that don't fit their definitions are no errors: connectors sign in by their connection parameters, and published ones have them. */
export const security: readonly Rule[] = [
  {
    id: 'SecurityRequirementMustBeDefined',
    section: 'Security',
    severity: 'warning',
    what: '`security` names something that `securityDefinitions` does not hold',
    why: 'Connectors sign in by their connection parameters, so calls work, but the document says something that is not so.',
    mend: 'Define it, or remove it.',
    on: 'document',
    check(index, report) {
      for (const { name, words, place, operation, scheme } of requirements(index)) {
        if (scheme !== undefined) continue
        report(
          place,
          `${words} requires ${quote(name)}, which 'securityDefinitions' doesn't hold: define it, or remove it.`,
          operation
        )
      }
    }
  },
  {
    id: 'SecurityRequirementMustHaveValue',
    section: 'Security',
    severity: 'error',
    what: 'A security requirement has no list of scopes',
    why: 'Swagger 2.0 wants a list, and the service refuses anything else.',
    mend: 'Write an empty list if there are no scopes.',
    on: 'document',
    check(index, report) {
      for (const { name, words, place, operation, scopes } of requirements(index)) {
        if (Array.isArray(scopes)) continue
        report(
          place,
          `${words} requires ${quote(name)} without a list of scopes: write an empty list if there are none.`,
          operation
        )
      }
    }
  },
  {
    id: 'SecurityRequirementMustHaveEmptyValue',
    section: 'Security',
    severity: 'warning',
    what: 'A security requirement that is not OAuth 2 has scopes',
    why: 'Only OAuth 2 has scopes.',
    mend: 'Write an empty list.',
    on: 'document',
    check(index, report) {
      for (const { name, words, place, operation, scopes, scheme } of requirements(index)) {
        if (
          scheme === undefined ||
          stringAt(scheme, 'type') === 'oauth2' ||
          !Array.isArray(scopes) ||
          scopes.length === 0
        )
          continue
        const message = `${words} requires ${quote(name)} with scopes, but it isn't of type oauth2: write an empty list.`
        report(place, message, operation)
      }
    }
  },
  {
    id: 'OAuthSecurityRequirementValueMustBeScopeName',
    section: 'Security',
    severity: 'warning',
    what: 'A security requirement has a scope that its definition does not list',
    why: 'Nobody asks for the scope when a connection is made.',
    mend: 'Add it to `scopes` of the definition, or remove it.',
    on: 'document',
    check(index, report) {
      for (const { name, words, place, operation, scopes, scheme } of requirements(index)) {
        if (scheme === undefined || stringAt(scheme, 'type') !== 'oauth2' || !Array.isArray(scopes)) continue
        const known = objectAt(scheme, 'scopes') ?? {}
        for (const [position, scope] of scopes.entries()) {
          if (typeof scope === 'string' && Object.hasOwn(known, scope)) continue
          const message = `${words} requires the scope ${quote(scope)} of ${quote(name)}, which its definition doesn't list: add it there, or remove it.`
          report(at(place, position), message, operation)
        }
      }
    }
  },
  {
    id: 'SecuritySchemePropertyRequired',
    section: 'Properties',
    severity: 'error',
    what: 'A security definition lacks a member that its type needs',
    why: 'The service can not make the connection parameters of it.',
    mend: 'Add the member that the finding names.',
    on: 'document',
    check(index, report) {
      for (const [name, scheme, place] of schemes(index)) {
        const type = stringAt(scheme, 'type')
        if (type === undefined)
          report(place, `Security definition ${quote(name)} has no 'type': name apiKey, basic or oauth2.`)
        for (const member of requiredMembers(scheme)) {
          if (own(scheme, member) !== undefined) continue
          report(place, `Security definition ${quote(name)} of type ${quote(type)} lacks '${member}': add it.`)
        }
      }
    }
  },
  {
    id: 'SecuritySchemePropertyNotValid',
    section: 'Properties',
    severity: 'error',
    what: 'A security definition has a member that is not for its type',
    why: 'The service refuses it. Often another type was meant.',
    mend: 'Remove the member, or correct the type.',
    on: 'document',
    check(index, report) {
      for (const [name, scheme, place] of schemes(index)) {
        const type = stringAt(scheme, 'type') ?? ''
        if (!Object.hasOwn(schemeMembers, type)) continue
        const allowed = [...requiredMembers(scheme), ...commonMembers, ...(type === 'oauth2' ? ['scopes'] : [])]
        for (const member of Object.keys(scheme)) {
          if (member.startsWith('x-') || allowed.includes(member)) continue
          report(
            at(place, member),
            `Security definition ${quote(name)} of type ${quote(type)} has ${quote(member)}, which is not for that type: remove it.`
          )
        }
      }
    }
  },
  {
    id: 'ClientCredentialsFlowNotSupported',
    section: 'Platform limits',
    severity: 'warning',
    what: 'A security definition has the OAuth 2 flow `application`',
    why: 'Connectors sign in as a user. The service stores `accessCode` in its place.',
    mend: 'Use `accessCode`, or an API key.',
    on: 'document',
    check(index, report) {
      for (const [name, scheme, place] of schemes(index)) {
        if (stringAt(scheme, 'type') !== 'oauth2' || stringAt(scheme, 'flow') !== 'application') continue
        const message = `Security definition ${quote(name)} has the flow 'application': the service turns it into 'accessCode', since connectors sign in as a user.`
        report(at(place, 'flow'), message)
      }
    }
  },
  {
    id: 'OnlyFirstSecurityDefinitionIsUsed',
    section: 'Platform limits',
    severity: 'info',
    what: 'There are several security definitions',
    why: 'A connector takes the first one.',
    mend: 'Nothing, if that is the right one. Else put the right one first.',
    on: 'document',
    check(index, report) {
      const [first, second] = schemes(index)
      if (first === undefined || second === undefined) return
      report(
        second[2],
        `Security definition ${quote(second[0])} isn't used: a connector takes the first one, ${quote(first[0])}.`
      )
    }
  }
]

const commonMembers = ['type', 'description']

const schemeMembers = { basic: [], apiKey: ['name', 'in'], oauth2: ['flow'] }

/**
 * The members that a security definition of its type needs; for OAuth 2 the URLs of its flow. `scopes` can be missing, as
 * in Swagger's JSON schema and in published connectors.
 */
function requiredMembers(scheme: JsonObject): string[] {
  const type = stringAt(scheme, 'type')
  if (type === 'apiKey') return schemeMembers.apiKey
  if (type !== 'oauth2') return []
  const flow = stringAt(scheme, 'flow')
  const urls = [
    ...(flow === 'implicit' || flow === 'accessCode' ? ['authorizationUrl'] : []),
    ...(flow === 'implicit' ? [] : ['tokenUrl'])
  ]
  return [...schemeMembers.oauth2, ...urls]
}

function schemes({ root }: DefinitionIndex): [string, JsonObject, Place][] {
  return Object.entries(objectAt(root, 'securityDefinitions') ?? {}).flatMap(([name, scheme]) =>
    isObject(scheme) ? [[name, scheme, at(documentPlace, 'securityDefinitions', name)]] : []
  )
}

function* requirements(index: DefinitionIndex): Generator<Requirement> {
  yield* requirementsOf(index.root, documentPlace, 'The document', undefined, index)
  for (const operation of index.operations) {
    yield* requirementsOf(operation.value, operation.place, sentence(operationWords(operation)), operation, index)
  }
}

function* requirementsOf(
  holder: JsonObject,
  base: Place,
  words: string,
  operation: OperationNode | undefined,
  index: DefinitionIndex
): Generator<Requirement> {
  const definitions = objectAt(index.root, 'securityDefinitions') ?? {}
  for (const [position, requirement] of (arrayAt(holder, 'security') ?? []).entries()) {
    if (!isObject(requirement)) continue
    for (const [name, scopes] of Object.entries(requirement)) {
      const place = at(base, 'security', position, name)
      yield { name, scopes, place, words, operation, scheme: objectAt(definitions, name) }
    }
  }
}
