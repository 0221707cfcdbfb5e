/**
 * Runs the program that its arguments name and ends with it; ends both when the process that started this one ends or
 * closes the channel. Windows has no shell that does this.
 */
import { spawn } from 'node:child_process'

import { needsShell } from './programs.ts'

const [program = '', ...args] = process.argv.slice(2)
const child = spawn(program, args, { stdio: 'inherit', shell: needsShell(program) })
process.on('exit', () => child.kill())
process.on('disconnect', () => process.exit())
child.on('exit', (code) => process.exit(code ?? 1))
