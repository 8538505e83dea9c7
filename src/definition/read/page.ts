/** What is served in place of a document: pages of an app that starts up, or of a sign-in. */

import type { DefinitionError } from '../../errors.ts'
import type { SourceText } from './source-text.ts'

const SIGN_IN = /login\.microsoftonline|login\.live\.com|\bsign[ -]?in\b|\blog[ -]?in\b|<input[^>]+type=["']?password/i

const PAGE = /^<(?:!doctype|!--|\?xml|[a-z][\w:.-]*[\s/>])/i

/** An error for a text that is a page (HTML or XML), `undefined` for anything else. A page starts with a tag. */
export function pageError(source: SourceText): DefinitionError | undefined {
  const head = source.text.slice(0, 16_384).trimStart()
  if (!PAGE.test(head)) return undefined
  const isHtml = /<(?:!doctype\s+html|html|head|body)\b/i.test(head)
  const title = /<title[^>]*>([^<]*)</i.exec(head)?.[1]?.trim().replaceAll(/\s+/g, ' ').slice(0, 80)
  const kind = isHtml ? 'an HTML page' : 'an XML document'
  const advice = SIGN_IN.test(head)
    ? 'let the document be served without a sign-in, or send a key or token with swagger-headers'
    : 'wait until the app has started, or check the address of the document'
  return source.error('html', `it is ${kind}${title ? ` titled ${JSON.stringify(title)}` : ''}`, advice)
}
