/** The connector store of the Power Apps resource provider. */
import type { AccessToken } from '../../auth/tokens.ts'
import { isObject, type JsonObject, stringAt } from '../../definition/json.ts'
import { readDocument } from '../../definition/read.ts'
import {
  ActionError,
  ChangedInBetweenError,
  DefinitionError,
  UnclearCreationError,
  UnclearUpdateError
} from '../../errors.ts'
import { bodyText, type Http, type HttpResponse, isHtml, NetworkError } from '../../http.ts'
import type { Log } from '../../log.ts'
import { pause } from '../../retry.ts'
import type { Secrets } from '../../secrets.ts'
import { type AssetKind, assertAsset, imageType, MAX_ASSET_BYTES } from '../assets.ts'
import { API_PROPERTIES, type Connector, type ConnectorContent } from '../connector.ts'
import { parseConnectorId } from '../ids.ts'
import { isTransientRefusal, readServiceError } from '../service-errors.ts'
import type { ConnectorStore, Validation } from '../store.ts'
import { fetchBlob, IncompleteBlobError, SignedUrlRefusedError, uploadBlob } from './blob-storage.ts'
import { PowerAppsClient, type PowerAppsTarget } from './client.ts'
import { newProperties, type UploadedAssets, updateProperties } from './payload.ts'
import { refusal } from './refusal.ts'
import type { ConnectorResource } from './resource.ts'
import { readFindings } from './validation.ts'

export interface PowerAppsOptions extends PowerAppsTarget {
  readonly certificationRules: boolean
  readonly oAuthClientSecret: string | undefined
}

const DOWNLOAD = 'download the connector'
const LOOK = 'look at the connector once more'
const UPDATE = 'update the connector'
const CREATE = 'create the connector'
const MAX_DEFINITION_BYTES = 10 * 1024 * 1024
/** How often the update is sent when it ends unclear and turns out not to have been applied. */
const UPDATE_ATTEMPTS = 3
/** Seconds before each look at the connector after an unclear end: the service may still be at work. */
const LOOKS_AFTER_UNCLEAR_END = [0, 1, 4]
/** The same before each look for a new connector, which nothing but waiting can find. */
const LOOKS_FOR_NEW_CONNECTOR = [0, 2, 5, 10]

export class PowerAppsStore implements ConnectorStore {
  readonly name = 'Power Apps'
  readonly storable = API_PROPERTIES
  readonly #options: PowerAppsOptions
  /** For the connector of the target, or the one that was made. */
  #client: PowerAppsClient
  readonly #http: Http
  readonly #log: Log
  readonly #signal: AbortSignal
  /** What was uploaded for an update that is to come. */
  #ahead: { readonly content: ConnectorContent; readonly assets: Promise<UploadedAssets> } | undefined

  constructor(
    options: PowerAppsOptions,
    token: AccessToken,
    world: { readonly http: Http; readonly log: Log; readonly secrets: Secrets; readonly signal: AbortSignal }
  ) {
    this.#options = options
    this.#client = new PowerAppsClient(options, token, world.http, world.secrets)
    this.#http = world.http
    this.#log = world.log
    this.#signal = world.signal
  }

  async download(): Promise<Connector> {
    try {
      return await this.#download()
    } catch (error) {
      // Signed URLs live for about an hour: reading the connector again gives fresh ones.
      if (error instanceof SignedUrlRefusedError || error instanceof IncompleteBlobError) return this.#download()
      throw error
    }
  }

  async isUnchanged(connector: Connector): Promise<boolean> {
    return (await this.#client.getConnector(LOOK)).changedTime === connector.revision
  }

  async validate({ definition }: ConnectorContent): Promise<Validation> {
    const text = await this.#client.validateSwagger(
      'validate the definition',
      definition,
      this.#options.certificationRules
    )
    return { by: `the validation of ${this.name}`, findings: readFindings(text) }
  }

  prepareUpdate(connector: Connector, content: ConnectorContent): void {
    const assets = this.#uploadFor(connector, content)
    // `update` waits for it; a run that ends before doesn't.
    assets.catch(() => undefined)
    this.#ahead = { content, assets }
  }

  async update(connector: Connector, content: ConnectorContent, sending = (): void => undefined): Promise<void> {
    const assets = await (this.#ahead?.content === content ? this.#ahead.assets : this.#uploadFor(connector, content))
    // The write has no condition of its own, so nothing else stands between this look and it.
    const current = await this.#client.getConnector(LOOK)
    if (current.changedTime !== connector.revision) {
      throw new ChangedInBetweenError(connector.name, connector.revision, current.changedTime)
    }
    const properties = this.#payload(connector, content, assets)
    this.#signal.throwIfAborted()
    sending()
    await this.#write(properties, current)
  }

  #payload(connector: Connector, content: ConnectorContent, assets: UploadedAssets): JsonObject {
    const { environmentId, oAuthClientSecret } = this.#options
    return updateProperties({ connector, content, environmentId, assets, oAuthClientSecret })
  }

  async #uploadFor(connector: Connector, content: ConnectorContent): Promise<UploadedAssets> {
    // Refuses a dead connector before anything is uploaded.
    this.#payload(connector, content, { iconUri: undefined, scriptUri: undefined })
    return this.#upload(content)
  }

  findByTitle(title: string): Promise<readonly string[]> {
    return this.#named(title, 'look for a connector of that title')
  }

  async create(title: string, content: ConnectorContent, sending = (): void => undefined): Promise<string> {
    const { environmentId, oAuthClientSecret } = this.#options
    const payload = (assets: UploadedAssets): JsonObject =>
      newProperties(title, { content, environmentId, assets, oAuthClientSecret })
    // Refuses a dead connector before anything is uploaded.
    payload({ iconUri: undefined, scriptUri: undefined })
    const properties = payload(await this.#upload(content))
    this.#signal.throwIfAborted()
    sending()
    const name = await this.#post(title, properties)
    this.#client = this.#client.of(name)
    return name
  }

  /** Sends the new connector once. @returns its name, from the answer or, after an unclear end, from the environment */
  async #post(title: string, given: JsonObject): Promise<string> {
    let unclear: ActionError
    try {
      const response = await this.#client.postConnector(CREATE, given)
      const { stackOwner, ...rest } = given
      if (stackOwner !== undefined && refusesStackOwner(response)) {
        this.#log.info('the service of this region refuses "stackOwner": once more without it')
        return await this.#post(title, rest)
      }
      const end = unclearEnd(CREATE, response)
      const name = end === undefined ? nameIn(response) : undefined
      if (name !== undefined) return name
      unclear = end ?? withoutName(response)
    } catch (error) {
      if (!(error instanceof NetworkError && error.unclear)) throw error
      unclear = error
    }
    this.#log.info(`${CREATE}: ${unclear.parts.why}; looking whether it was made all the same`)
    return this.#findNew(title, unclear)
  }

  async #findNew(title: string, unclear: ActionError): Promise<string> {
    for (const seconds of LOOKS_FOR_NEW_CONNECTOR) {
      await pause(seconds, this.#signal)
      const [name, ...others] = await this.#lookForNew(title, unclear)
      if (others.length > 0) {
        const why = `${unclear.parts.why}, and since then several connectors have that title: ${[name, ...others].join(', ')}`
        throw new UnclearCreationError(title, why, { cause: unclear })
      }
      if (name === undefined) continue
      this.#log.info(`${CREATE}: ${name} has that title now, so it was made`)
      return name
    }
    const why = `${unclear.parts.why}, and no connector of the environment has that title so far`
    throw new UnclearCreationError(title, why, { cause: unclear })
  }

  async #lookForNew(title: string, unclear: ActionError): Promise<readonly string[]> {
    try {
      return await this.#named(title, 'look whether the connector was created')
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      const why = `${unclear.parts.why}, and the connectors of the environment could not be read since: ${error.parts.why}`
      throw new UnclearCreationError(title, why, { cause: error })
    }
  }

  async #named(title: string, label: string): Promise<readonly string[]> {
    const connectors = await this.#client.listConnectors(label)
    return connectors.filter(({ displayName }) => isSameTitle(displayName, title)).map(({ name }) => name)
  }

  async #download(): Promise<Connector> {
    const resource = await this.#client.getConnector(DOWNLOAD)
    const [definition, icon, script] = await Promise.all([
      this.#definition(resource),
      this.#asset('icon', resource.iconUrl),
      this.#asset('script', resource.scriptUrl)
    ])
    const { name, displayName, description, changedTime, serviceUrl, properties, redirectUrl } = resource
    return {
      name,
      displayName,
      description,
      revision: changedTime,
      serviceUrl,
      redirectUrl,
      definition,
      properties,
      icon,
      script,
      storable: this.storable
    }
  }

  async #definition({ originalSwaggerUrl: url }: ConnectorResource): Promise<JsonObject> {
    const label = "download the connector's definition"
    const bytes = await fetchBlob(this.#http, { label, url, maxBytes: MAX_DEFINITION_BYTES })
    try {
      return readDocument(bytes, "the connector's definition").document
    } catch (error) {
      // What to do about an API's document is nothing to do about this one.
      if (!(error instanceof DefinitionError)) throw error
      const advice = 'run the job again, and if it stays like that, save the connector in the maker portal once'
      throw new DefinitionError(error.fault, { ...error.parts, advice }, { cause: error })
    }
  }

  async #asset(kind: AssetKind, url: string | undefined): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (url === undefined) return undefined
    const label = `download the connector's ${kind === 'icon' ? 'icon' : 'custom code'}`
    const bytes = await fetchBlob(this.#http, { label, url, maxBytes: MAX_ASSET_BYTES })
    assertAsset(kind, bytes, new URL(url).host)
    return bytes
  }

  /** Icon and script travel with every update: left out, they can fall back to the default or be deleted. */
  async #upload({ icon, script }: ConnectorContent): Promise<UploadedAssets> {
    if (!icon && !script) return { iconUri: undefined, scriptUri: undefined }
    const containerUrl = await this.#client.generateResourceStorage('get storage for icon and custom code')
    const upload = (
      label: string,
      fileName: string,
      contentType: string,
      bytes: typeof icon
    ): Promise<string> | undefined =>
      bytes && uploadBlob(this.#http, { label, containerUrl, fileName, contentType, bytes })
    const parts = [...(icon ? ['icon'] : []), ...(script ? ['custom code'] : [])].join(' and ')
    const [iconUri, scriptUri] = await Promise.all([
      upload('upload the icon', 'icon.png', icon ? imageType(icon) : '', icon),
      upload('upload the custom code', 'script.csx', 'application/octet-stream', script)
    ])
    this.#log.info(`Uploaded ${parts}, unchanged or new: left out of an update they would be lost`)
    return { iconUri, scriptUri }
  }

  /** Sends the update; after an unclear end looks at the connector before anything is sent again. */
  async #write(properties: JsonObject, before: ConnectorResource): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const unclear = await this.#patch(properties).catch((error: unknown) => {
        // The attempt before may still be applied: a refusal of this one doesn't say that nothing was written.
        if (attempt === 1 || !(error instanceof ActionError)) throw error
        const why = `an earlier attempt ended without an answer, and then: ${error.parts.why}`
        throw new UnclearUpdateError(before.name, why, { cause: error })
      })
      if (!unclear) {
        this.#log.info('The service took the update')
        return
      }
      this.#log.info(`${UPDATE}: ${unclear.parts.why}; looking whether it was applied all the same`)
      if (await this.#hasMoved(before, unclear)) {
        this.#log.info(`${UPDATE}: the connector has a new revision, so it was applied`)
        return
      }
      if (attempt === UPDATE_ATTEMPTS) {
        const why = `${unclear.parts.why}, ${UPDATE_ATTEMPTS} times, and the connector shows no new revision so far`
        throw new UnclearUpdateError(before.name, why, { cause: unclear })
      }
      this.#log.info(`${UPDATE}: not applied, attempt ${attempt + 1} of ${UPDATE_ATTEMPTS}`)
    }
  }

  /**
   * One PATCH.
   * @returns nothing when the service took it, else the error of an end that says nothing about the connector
   * @throws ActionError when the service refused it
   */
  async #patch(given: JsonObject): Promise<ActionError | undefined> {
    try {
      const response = await this.#client.patchConnector(UPDATE, given)
      const { stackOwner, ...rest } = given
      if (stackOwner !== undefined && refusesStackOwner(response)) {
        this.#log.info('the service of this region refuses "stackOwner": once more without it')
        return await this.#patch(rest)
      }
      return unclearEnd(UPDATE, response)
    } catch (error) {
      if (error instanceof NetworkError && error.unclear) return error
      throw error
    }
  }

  async #hasMoved(before: ConnectorResource, unclear: ActionError): Promise<boolean> {
    for (const seconds of LOOKS_AFTER_UNCLEAR_END) {
      await pause(seconds, this.#signal)
      const now = await this.#look(before, unclear)
      if (now.changedTime !== before.changedTime) return true
    }
    return false
  }

  async #look(before: ConnectorResource, unclear: ActionError): Promise<ConnectorResource> {
    try {
      return await this.#client.getConnector('look whether the update was applied')
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      const why = `${unclear.parts.why}, and the connector could not be read since: ${error.parts.why}`
      throw new UnclearUpdateError(before.name, why, { cause: error })
    }
  }
}

/** @returns nothing for a plain success; the error for an answer that leaves open what happened */
function unclearEnd(label: string, response: HttpResponse): ActionError | undefined {
  if (response.status >= 200 && response.status <= 299 && !isHtml(response)) return undefined
  const error = refusal(label, response)
  // A client error, also one wrapped in a 5xx of a gateway, is a refusal: the service did nothing.
  const refused = response.status >= 400 && !isTransientRefusal(response)
  if (refused || response.status === 429) throw error
  return error
}

function refusesStackOwner(response: HttpResponse): boolean {
  if (response.status < 400) return false
  const { code, message } = readServiceError(response)
  return code === 'InvalidRequestContent' && message.includes('stackOwner')
}

/** Makers can't tell two titles apart that differ in this. */
function isSameTitle(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase()
}

/** The name of the new connector; nothing where the answer has none that a later run could be given. */
function nameIn(response: HttpResponse): string | undefined {
  try {
    const resource: unknown = JSON.parse(bodyText(response))
    const parsed = parseConnectorId((isObject(resource) ? stringAt(resource, 'name') : undefined) ?? '')
    return 'value' in parsed ? parsed.value : undefined
  } catch {
    return undefined
  }
}

function withoutName({ url, status }: HttpResponse): ActionError {
  return new ActionError({
    what: `could not ${CREATE}`,
    why: `${new URL(url).host} answered HTTP ${status} without the name of a connector`,
    advice: 'look for the connector in the maker portal'
  })
}
