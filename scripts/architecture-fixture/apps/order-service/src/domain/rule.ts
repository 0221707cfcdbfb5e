import { thing } from '../../../user-service/src/thing.ts'
import { route } from '../routes/route.ts'
import { nothing } from './not-there.ts'

export const rule = [route, thing, nothing]
