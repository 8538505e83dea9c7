/** What a GitHub runner reads from a step: workflow commands in its output, and the file of its outputs. */

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly message: string
  readonly properties: Readonly<Record<string, string>>
}

interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

/** The workflow command in a line, as the runner finds it: at the start, after blanks. */
function commandIn(line: string): Command | undefined {
  const [, name, list = '', data = ''] = /^\s*::([A-Za-z-]+)(?: ([^:]*(?:(?!::):[^:]*)*))?::(.*)$/.exec(line) ?? []
  if (name === undefined) return undefined
  const pairs = list
    .split(',')
    .filter(pair => pair.includes('='))
    .map(
      pair => [pair.slice(0, pair.indexOf('=')).trim(), unescapeProperty(pair.slice(pair.indexOf('=') + 1))] as const
    )
  return { name: name.toLowerCase(), properties: Object.fromEntries(pairs), data: unescapeData(data) }
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','))
}

function lines(log: string): string[] {
  return log.split(/\r?\n/)
}

export function annotationsIn(log: string): Annotation[] {
  return lines(log).flatMap(line => {
    const command = commandIn(line)
    if (command === undefined) return []
    const { name, properties, data } = command
    return name === 'error' || name === 'warning' || name === 'notice'
      ? [{ level: name, message: data, properties }]
      : []
  })
}

/** The values that the step asked to be masked. */
export function masksIn(log: string): string[] {
  return lines(log).flatMap(line => {
    const command = commandIn(line)
    return command?.name === 'add-mask' ? [command.data] : []
  })
}

/** The log without the commands that ask for a mask: the runner never shows these. */
export function withoutMaskCommands(log: string): string {
  return lines(log)
    .filter(line => commandIn(line)?.name !== 'add-mask')
    .join('\n')
}

/** The log as the runner's page shows it: groups as headings with their lines indented, annotations named, masks applied. */
export function renderLog(log: string, debug = false): string {
  // The runner masks the lines of a multi-line value one by one as well.
  const masks = masksIn(log)
    .flatMap(mask => [mask, ...lines(mask)])
    .filter(mask => mask.trim() !== '')
    .sort((one, other) => other.length - one.length)
  let depth = 0
  const shown = lines(withoutMaskCommands(log)).flatMap(line => {
    const command = commandIn(line)
    const indent = '  '.repeat(depth)
    switch (command?.name) {
      case 'group':
        depth = 1
        return [`▼ ${command.data}`]
      case 'endgroup':
        depth = 0
        return []
      case 'error':
      case 'warning':
      case 'notice':
        return [
          `${indent}${command.name === 'error' ? 'Error' : command.name === 'warning' ? 'Warning' : 'Notice'}: ${command.data}`
        ]
      case 'debug':
        return debug ? [`${indent}##[debug]${command.data}`] : []
      case undefined:
        return [indent + line]
      default:
        return []
    }
  })
  return masks.reduce((text, mask) => text.replaceAll(mask, '***'), shown.join('\n'))
}

/** The name–value pairs of a runner file: `name=value` lines, and values between two delimiter lines. */
export function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {}
  const rest = lines(text)
  for (let line = rest.shift(); line !== undefined; line = rest.shift()) {
    const [, name, delimiter] = /^([^=]+?)<<(.+)$/.exec(line) ?? []
    if (name !== undefined && delimiter !== undefined) {
      const end = rest.indexOf(delimiter)
      if (end < 0) throw new Error(`The output '${name}' has no end: the runner fails the step.`)
      outputs[name] = rest
        .splice(0, end + 1)
        .slice(0, -1)
        .join('\n')
    } else if (line.includes('=')) {
      outputs[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1)
    } else if (line !== '') {
      throw new Error(`'${line}' is no output: the runner fails the step.`)
    }
  }
  return outputs
}
