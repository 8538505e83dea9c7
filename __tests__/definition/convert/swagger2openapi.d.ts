/** The part of `swagger2openapi` that the round trip uses; the package has no types of its own. */
declare module 'swagger2openapi' {
  interface Result {
    openapi: Record<string, unknown>
  }
  const converter: {
    convertObj(document: object, options: { patch: boolean; warnOnly: boolean }): Promise<Result>
  }
  export default converter
}
