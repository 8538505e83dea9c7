/** Loaded before the action: the first call of a service throws where nobody can catch it, with secrets in every part. */
const secret = process.env['INPUT_PASSWORD-SECRET']
const call = globalThis.fetch
let thrown = false
globalThis.fetch = (...given) => {
  if (!thrown) {
    thrown = true
    setImmediate(() => {
      const cause = Object.assign(new Error(`cause with ${secret}`), { request: { body: secret } })
      const error = Object.assign(new Error(`crash with ${secret}`, { cause }), { headers: { authorization: secret } })
      if (process.env.CRASH === 'rejection') void Promise.reject(error)
      else throw error
    })
  }
  return call(...given)
}
