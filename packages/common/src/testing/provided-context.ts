/** What a test run's set-up hands to the tests. */
declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the DynamoDB-compatible engine of this run. */
    dynamodbEndpoint: string
    redisUrl: string
    /** The whole product, for end-to-end tests. */
    pageUrl: string
    gatewayUrl: string
    /** Of inventory-service, for its metrics; empty where the product was started elsewhere. */
    inventoryUrl: string
    /** An administrator of it. */
    administrator: { readonly username: string; readonly password: string }
  }
}
