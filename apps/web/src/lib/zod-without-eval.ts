import { z } from 'zod'

/**
 * The content policy forbids code made at run time, which zod otherwise tries for each object schema as
 * it is defined. So this comes before the first contract.
 */
z.config({ jitless: true })
