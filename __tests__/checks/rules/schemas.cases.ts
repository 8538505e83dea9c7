/** Cases of schemas and their values. */
import { body, list, order, read, status, type Case } from './example.ts'

const id = `${order}|properties|id`
const capabilities = 'x-ms-capabilities'
const loop = { type: 'object', required: ['next'], properties: { next: { $ref: '#/definitions/B' } } }
const back = (required: string[]) => ({
  type: 'object',
  required,
  properties: { id: {}, back: { $ref: '#/definitions/A' } }
})

/** A keyword whose value must not be negative. */
const notNegative = (rule: string, keyword: string): Case => ({
  rule,
  bad: { [`${status}|${keyword}`]: -1 },
  at: `${status}|${keyword}`,
  good: { [`${status}|${keyword}`]: 0 }
})
/** Two keywords of which the first must not be greater. */
const ordered = (rule: string, lower: string, upper: string): Case => ({
  rule,
  bad: { [`${status}|${lower}`]: 3, [`${status}|${upper}`]: 2 },
  at: `${status}|${lower}`,
  good: { [`${status}|${lower}`]: 2, [`${status}|${upper}`]: 2 }
})

export const schemaCases: readonly Case[] = [
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
    rule: 'ExclusiveMaximumRequiresMaximum',
    bad: { [`${status}|exclusiveMaximum`]: true, [`${status}|minimum`]: 1 },
    at: `${status}|exclusiveMaximum`,
    good: { [`${status}|exclusiveMaximum`]: true, [`${status}|maximum`]: 1 }
  },
  {
    rule: 'ExclusiveMinimumRequiresMinimum',
    bad: { [`${status}|exclusiveMinimum`]: true, [`${status}|maximum`]: 1 },
    at: `${status}|exclusiveMinimum`,
    good: { [`${status}|exclusiveMinimum`]: true, [`${status}|minimum`]: 1 }
  },
  {
    rule: 'MultipleOfMustBeGreaterThanZero',
    bad: { [`${status}|multipleOf`]: 0 },
    at: `${status}|multipleOf`,
    good: { [`${status}|multipleOf`]: 0.01 }
  },
  {
    rule: 'PatternShouldBeValidRegularExpression',
    bad: { [`${status}|pattern`]: '[a-z' },
    at: `${status}|pattern`,
    good: { [`${status}|pattern`]: String.raw`(?i)\A[a-z]+\z` }
  },
  {
    rule: 'ArrayHasNoItems',
    bad: { [`${order}|properties|lines`]: { type: 'array' } },
    at: `${order}|properties|lines`,
    good: { [`${order}|properties|lines`]: { type: 'array', items: {} } }
  },
  {
    rule: 'RequiredPropertyArrayEmpty',
    bad: { [`${order}|required`]: [] },
    at: `${order}|required`,
    good: { [`${order}|required`]: undefined }
  },
  {
    rule: 'RequiredPropertyDefinitionMissing',
    bad: { [`${order}|required`]: ['id', 'ID'] },
    at: `${order}|required|1`,
    good: { [`${order}|required`]: ['id', 'ID'], [`${order}|allOf`]: [{ $ref: '#/definitions/Customer' }] }
  },
  {
    rule: 'RequiredPropertyNotOnObject',
    bad: { [`${status}|required`]: ['id'] },
    at: `${status}|required`,
    good: { [`${status}|required`]: ['id'], [`${status}|type`]: 'object' }
  },
  {
    rule: 'RequiredReadOnlyPropertyNotAllowedAsInput',
    bad: { 'definitions|NewOrder|properties|customer|readOnly': true },
    at: 'definitions|NewOrder|properties|customer',
    good: { [`${id}|readOnly`]: true }
  },
  {
    rule: 'SchemaTypeFileNotValid',
    bad: { [`${id}|type`]: 'file' },
    at: `${id}|type`,
    good: { [`${list}|responses|200|schema`]: { type: 'file' } }
  },
  {
    rule: 'InvalidStringBinaryProperty',
    bad: { [`${id}|format`]: 'binary' },
    at: `${id}|format`,
    good: { [body]: { type: 'string', format: 'binary' } }
  },
  {
    rule: 'DiscriminatorMustBeARequiredStringProperty',
    bad: { [`${order}|discriminator`]: 'status' },
    at: `${order}|discriminator`,
    good: { [`${order}|discriminator`]: 'id' }
  },
  {
    rule: 'RequiredLoopInSchemaNotAllowed',
    bad: { 'definitions|A': loop, 'definitions|B': back(['back']) },
    at: 'definitions|B|properties|back',
    good: { 'definitions|A': loop, 'definitions|B': back(['id']) }
  },
  {
    rule: 'InvalidCustomEditorExtensionDictionaryValue',
    bad: { [`${id}|x-ms-editor`]: 'dictionary' },
    at: `${id}|x-ms-editor`,
    good: { [id]: { type: 'object', additionalProperties: { type: 'string' }, 'x-ms-editor': 'dictionary' } }
  },
  {
    rule: 'EnumMustContainAtLeastOneElement',
    bad: { [`${status}|enum`]: [] },
    at: `${status}|enum`,
    good: { [`${status}|enum`]: [''] }
  },
  {
    rule: 'DefaultValueMustMatchType',
    bad: { [`${list}|parameters|0|default`]: 7 },
    at: `${list}|parameters|0|default`,
    good: { [`${list}|parameters|0|default`]: 7, [`${list}|parameters|0|type`]: 'number' }
  },
  {
    rule: 'MissingEnumValuesDisplayName',
    bad: { [`${status}|x-ms-enum-values`]: [{ value: 'open' }] },
    at: `${status}|x-ms-enum-values|0`,
    good: { [`${status}|x-ms-enum-values`]: [{ value: 'open', displayName: '' }] }
  },
  {
    rule: 'PropertyMustBeRequired',
    bad: { [`${list}|parameters|0|x-ms-visibility`]: 'internal', [`${list}|parameters|0|default`]: 'a' },
    at: `${list}|parameters|0`,
    good: { [`${read}|parameters|0|x-ms-visibility`]: 'internal', [`${read}|parameters|0|default`]: 'a' }
  },
  {
    rule: 'InternalPropertyWithDefaultOptional',
    bad: { 'definitions|NewOrder|properties|price': { type: 'number', default: 1, 'x-ms-visibility': 'internal' } },
    at: 'definitions|NewOrder|properties|price',
    good: { [`${order}|properties|price`]: { type: 'number', default: 1, 'x-ms-visibility': 'internal' } }
  },
  {
    rule: 'FilterFunctionsPropertyEmpty',
    bad: { [`${id}|${capabilities}|filterFunctions`]: [] },
    at: `${id}|${capabilities}|filterFunctions`,
    good: { [`${id}|${capabilities}|sortable`]: true }
  },
  {
    rule: 'FilterFunctionsPropertyHasDuplicates',
    bad: { [`${id}|${capabilities}|filterFunctions`]: ['eq', 'eq'] },
    at: `${id}|${capabilities}|filterFunctions|1`,
    good: { [`${id}|${capabilities}|filterFunctions`]: ['eq', 'ne'] }
  },
  {
    rule: 'FilterFunctionsPropertyInInputSchema',
    bad: { [`definitions|NewOrder|properties|price|${capabilities}|filterFunctions`]: ['eq'] },
    at: `definitions|NewOrder|properties|price|${capabilities}|filterFunctions`,
    good: { [`${id}|${capabilities}|filterFunctions`]: ['eq'] }
  },
  {
    rule: 'FilterFunctionsPropertyInvalidValue',
    bad: { [`${id}|${capabilities}|filterFunctions`]: ['eq', 'equals'] },
    at: `${id}|${capabilities}|filterFunctions|1`,
    good: { [`${id}|${capabilities}|filterFunctions`]: ['startswith'] }
  }
]
