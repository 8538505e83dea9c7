/** The product as other services see it; a test holds the number to package.json's. */
export const VERSION = '0.1.0'

/** The `User-Agent` of every request. */
export const USER_AGENT = `update-custom-connector/${VERSION}`
