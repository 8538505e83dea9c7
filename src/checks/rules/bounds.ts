/** Rules on the keywords that bound a value: one table, a few comparisons. */
import { own, stringAt } from '../../definition/json.ts'
import { at } from '../model/place.ts'
import { operationOf, quote, schemaWords } from '../model/words.ts'
import type { Rule } from './rule.ts'
import { numberAt } from './shapes.ts'

const section = 'Metadata'

/** A keyword that must not be negative. */
function notNegative(id: string, keyword: string): Rule {
  return {
    id,
    section,
    severity: 'error',
    what: `\`${keyword}\` is negative`,
    why: 'Nothing has fewer than none of something.',
    mend: 'Make it zero or more.',
    on: 'schema',
    keywords: [keyword],
    check(node, report) {
      const value = numberAt(node.value, keyword)
      if (value === undefined || value >= 0) return
      const message = `'${keyword}' of ${schemaWords(node)} is ${value}: make it zero or more.`
      report(at(node.place, keyword), message, operationOf(node))
    }
  }
}

/** A lower bound that must not pass the upper one. */
function ordered(id: string, lower: string, upper: string): Rule {
  return {
    id,
    section,
    severity: 'warning',
    what: `\`${lower}\` is greater than \`${upper}\``,
    why: 'No value lies between the two.',
    mend: 'Swap or correct them.',
    on: 'schema',
    keywords: [lower],
    check(node, report) {
      const least = numberAt(node.value, lower)
      const most = numberAt(node.value, upper)
      if (least === undefined || most === undefined || least <= most) return
      const message = `'${lower}' (${least}) of ${schemaWords(node)} is greater than '${upper}' (${most}): swap or correct them.`
      report(at(node.place, lower), message, operationOf(node))
    }
  }
}

/** A flag that says something about a bound that isn't there. */
function needs(id: string, flag: string, bound: string): Rule {
  return {
    id,
    section,
    severity: 'error',
    what: `\`${flag}\` stands without \`${bound}\``,
    why: 'It says whether the bound itself is a value, and there is no bound.',
    mend: `Add \`${bound}\`, or remove \`${flag}\`.`,
    on: 'schema',
    keywords: [flag],
    check(node, report) {
      if (own(node.value, flag) === undefined || own(node.value, bound) !== undefined) return
      const message = `${schemaWords(node)} has '${flag}' without '${bound}': add the bound, or remove the flag.`
      report(at(node.place, flag), message.charAt(0).toUpperCase() + message.slice(1), operationOf(node))
    }
  }
}

export const bounds: readonly Rule[] = [
  needs('ExclusiveMaximumRequiresMaximum', 'exclusiveMaximum', 'maximum'),
  needs('ExclusiveMinimumRequiresMinimum', 'exclusiveMinimum', 'minimum'),
  notNegative('MaxItemsMustBeGreaterThanOrEqualToZero', 'maxItems'),
  notNegative('MaxLengthMustBeGreaterThanOrEqualToZero', 'maxLength'),
  notNegative('MaxPropertiesMustBeGreaterThanOrEqualToZero', 'maxProperties'),
  notNegative('MinItemsMustBeGreaterThanOrEqualToZero', 'minItems'),
  notNegative('MinLengthMustBeGreaterThanOrEqualToZero', 'minLength'),
  notNegative('MinPropertiesMustBeGreaterThanOrEqualToZero', 'minProperties'),
  ordered('MinimumShouldBeLessThanOrEqualToMaximum', 'minimum', 'maximum'),
  ordered('MinItemsShouldBeLessThanOrEqualToMaxItems', 'minItems', 'maxItems'),
  ordered('MinLengthShouldBeLessThanOrEqualToMaxLength', 'minLength', 'maxLength'),
  {
    id: 'MultipleOfMustBeGreaterThanZero',
    section: 'Properties',
    severity: 'error',
    what: '`multipleOf` is zero or less',
    why: 'No value is a multiple of it.',
    mend: 'Make it more than zero.',
    on: 'schema',
    keywords: ['multipleOf'],
    check(node, report) {
      const value = numberAt(node.value, 'multipleOf')
      if (value === undefined || value > 0) return
      report(
        at(node.place, 'multipleOf'),
        `'multipleOf' of ${schemaWords(node)} is ${value}: make it more than zero.`,
        operationOf(node)
      )
    }
  },
  {
    id: 'PatternShouldBeValidRegularExpression',
    section,
    severity: 'warning',
    what: '`pattern` is no regular expression',
    why: 'Nothing can be checked by it, and the designer may refuse every value.',
    mend: 'Correct it, or remove it.',
    on: 'schema',
    keywords: ['pattern'],
    check(node, report) {
      const pattern = stringAt(node.value, 'pattern')
      if (pattern === undefined || isRegularExpression(pattern)) return
      const message = `'pattern' of ${schemaWords(node)} is ${quote(pattern)}, not a regular expression: correct or remove it.`
      report(at(node.place, 'pattern'), message, operationOf(node))
    }
  }
]

/** The service runs on .NET, whose inline flags and anchors JavaScript doesn't know: these are taken out before the test. */
function isRegularExpression(pattern: string): boolean {
  const portable = pattern
    .replaceAll(/\(\?[imnsx]+(?:-[imnsx]+)?\)/g, '')
    .replaceAll('(?>', '(?:')
    .replaceAll(/\\[AzZG]/g, '')
  try {
    new RegExp(portable)
    return true
  } catch {
    return false
  }
}
