/**
 * Rules that only matter for a connector that Microsoft is to publish. The length and the end of a title are in what its
 * checks answer (https://github.com/microsoft/PowerPlatformConnectors/pull/3828). The words and the number of categories are
 * not published: the words are the platform's names, and no published connector of the corpus has more than two categories.
 */
import { arrayAt, isObject, objectAt, stringAt, type JsonObject } from '../../definition/json.ts'
import type { DefinitionIndex } from '../model/nodes.ts'
import { at, documentPlace, type Place } from '../model/place.ts'
import { operationWords, quote } from '../model/words.ts'
import type { Rule } from './rule.ts'

const longestTitle = 30
const descriptionLength = { least: 30, most: 500 }
const mostCategories = 2

const restrictedWords = [
  'API',
  'Connector',
  'Power Apps',
  'PowerApps',
  'Power Automate',
  'Power BI',
  'Power Platform',
  'Copilot Studio'
]

const categories = [
  ...[
    'AI',
    'Business Intelligence',
    'Business Management',
    'Collaboration',
    'Commerce',
    'Communication',
    'Content and Files'
  ],
  ...[
    'Data',
    'Finance',
    'Human Resources',
    'IT Operations',
    'Internet of Things',
    'Lifestyle and Entertainment',
    'Marketing'
  ],
  ...['Productivity', 'Sales and CRM', 'Security', 'Social Media', 'Website']
]

const info = at(documentPlace, 'info')
const metadata = at(documentPlace, 'x-ms-connector-metadata')

export const certification: readonly Rule[] = [
  {
    id: 'FieldLengthExceeded',
    section: 'Metadata',
    severity: 'error',
    certification: true,
    what: 'The title has more than 30 characters',
    why: 'Microsoft does not certify a longer one.',
    mend: 'Name the service, and no more.',
    on: 'document',
    check({ root }, report) {
      const title = infoText(root, 'title')
      if (title.length <= longestTitle) return
      report(
        at(info, 'title'),
        `The title ${quote(title)} has ${title.length} characters: ${longestTitle} are allowed.`
      )
    }
  },
  {
    id: 'FieldLengthNotInRange',
    section: 'Metadata',
    severity: 'error',
    certification: true,
    what: 'The description of the connector has fewer than 30 or more than 500 characters',
    why: 'Microsoft does not certify others.',
    mend: 'Say in a sentence or two what the service does.',
    on: 'document',
    check({ root }, report) {
      const { length } = infoText(root, 'description')
      const { least, most } = descriptionLength
      if (length === 0 || (length >= least && length <= most)) return
      report(
        at(info, 'description'),
        `The connector's description has ${length} characters: write between ${least} and ${most}.`
      )
    }
  },
  {
    id: 'ValueContainsRestrictedWords',
    section: 'Metadata',
    severity: 'warning',
    certification: true,
    what: 'The title has a word such as "Connector", "API" or the name of a Microsoft product',
    why: 'Every entry of the list is a connector for these products.',
    mend: 'Name the service only.',
    on: 'document',
    check({ root }, report) {
      const title = infoText(root, 'title')
      const word = restrictedWords.find(candidate => new RegExp(`\\b${candidate}\\b`, 'i').test(title))
      if (word === undefined) return
      report(
        at(info, 'title'),
        `The title ${quote(title)} has the restricted word ${quote(word)}: name the service only.`
      )
    }
  },
  {
    id: 'ValueMustEndWithAlphanumeric',
    section: 'Metadata',
    severity: 'error',
    certification: true,
    what: 'The title ends with neither a letter nor a digit',
    why: 'Microsoft does not certify it.',
    mend: 'End it with a letter or digit.',
    on: 'document',
    check({ root }, report) {
      const title = infoText(root, 'title')
      if (title === '' || /[A-Za-z0-9]$/.test(title)) return
      report(
        at(info, 'title'),
        `The title ${quote(title)} ends with ${quote(title.slice(-1))}: end it with a letter or digit.`
      )
    }
  },
  {
    id: 'ValueMustBeInEnglish',
    section: 'Metadata',
    severity: 'warning',
    certification: true,
    what: 'A title, summary or description has letters that are not English',
    why: 'Certified connectors are in English.',
    mend: 'Write it in English.',
    on: 'document',
    check(index, report) {
      for (const { place, text, words } of publicTexts(index)) {
        const [foreign] = /[^\p{ASCII}\P{L}]/u.exec(text) ?? []
        if (foreign !== undefined)
          report(place, `${words} has the letter ${quote(foreign)}, which isn't English: write it in English.`)
      }
    }
  },
  {
    id: 'ConnectorMetadataPropertiesMissing',
    section: 'Properties',
    severity: 'error',
    certification: true,
    what: '`x-ms-connector-metadata` lacks the website, the privacy policy or the categories',
    why: 'The page of a certified connector shows all three.',
    mend: 'Add an entry with that `propertyName`.',
    on: 'document',
    check({ root }, report) {
      const entries = arrayAt(root, 'x-ms-connector-metadata')
      if (entries === undefined) return
      const names = entries.map(entry => (isObject(entry) ? stringAt(entry, 'propertyName')?.toLowerCase() : undefined))
      for (const name of ['Website', 'Privacy policy', 'Categories']) {
        if (names.includes(name.toLowerCase())) continue
        report(metadata, `'x-ms-connector-metadata' lacks ${quote(name)}: add an entry with that 'propertyName'.`)
      }
    }
  },
  {
    id: 'InvalidConnectorCategory',
    section: 'Properties',
    severity: 'error',
    certification: true,
    what: "A category is none of Microsoft's",
    why: 'The connector would stand in no category.',
    mend: 'Use one of those that the finding lists.',
    on: 'document',
    check({ root }, report) {
      for (const { names, place } of categoriesOf(root)) {
        for (const name of names) {
          if (categories.some(category => category.toLowerCase() === name.toLowerCase())) continue
          report(place, `The category ${quote(name)} isn't one of Microsoft's: use ${categories.join(', ')}.`)
        }
      }
    }
  },
  {
    id: 'TooManyConnectorCategories',
    section: 'Properties',
    severity: 'warning',
    certification: true,
    what: 'The connector has more than two categories',
    why: 'Published connectors have one or two.',
    mend: 'Keep those that fit best.',
    on: 'document',
    check({ root }, report) {
      for (const { names, place } of categoriesOf(root)) {
        if (names.length <= mostCategories) continue
        report(
          place,
          `The connector has ${names.length} categories (${names.join(', ')}): keep at most ${mostCategories}.`
        )
      }
    }
  }
]

function infoText(root: JsonObject, name: string): string {
  return stringAt(objectAt(root, 'info') ?? {}, name) ?? ''
}

function categoriesOf(root: JsonObject): { names: string[]; place: Place }[] {
  return (arrayAt(root, 'x-ms-connector-metadata') ?? []).flatMap((entry, position) => {
    if (!isObject(entry) || stringAt(entry, 'propertyName') !== 'Categories') return []
    const names = (stringAt(entry, 'propertyValue') ?? '').split(';').map(name => name.trim())
    return [{ names: names.filter(name => name !== ''), place: at(metadata, position, 'propertyValue') }]
  })
}

function* publicTexts(index: DefinitionIndex): Generator<{ place: Place; text: string; words: string }> {
  for (const name of ['title', 'description']) {
    yield { place: at(info, name), text: infoText(index.root, name), words: `The connector's ${name}` }
  }
  for (const operation of index.operations) {
    for (const name of ['summary', 'description']) {
      const text = stringAt(operation.value, name) ?? ''
      yield { place: at(operation.place, name), text, words: `The ${name} of ${operationWords(operation)}` }
    }
  }
}
