import { thing } from '../../../apps/user-service/src/thing.ts'

export const stack = thing
