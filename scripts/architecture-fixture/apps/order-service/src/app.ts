import { fake } from '../../../packages/common/src/testing/fake.ts'
import { stack } from '../../../packages/local-stack/src/stack.ts'

export const app = [stack, fake]
