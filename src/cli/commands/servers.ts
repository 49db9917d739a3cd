/** Commands that serve, and end with Ctrl+C. Each is loaded when it is called. */
import type { Command } from 'commander'
import type { ClassOptions } from '../class/options'
import { readPort } from '../lab/ports'
import type { PracticeCommandOptions } from '../practice'
import type { RecordOptions } from '../record/record'
import type { Invocation } from './invocation'

/** Adds them. */
export function addServerCommands(program: Command, invocation: Invocation): void {
  program
    .command('practice')
    .description('serve the endpoint that answers without a key')
    .option('--port <port>', 'port to listen on (default: any)', readPort)
    .option('--fault <name>', 'what goes wrong with every request')
    .option('--expires <seconds>', 'when the access token expires (default: never)')
    .option('--models <names>', 'models to answer beside its own, separated by commas; "any" for every name')
    .option('--class <file>', 'stand before the server that BASE_URL names, for the students in a file')
    .option('--tokens <file>', 'with --class: private file of their tokens (default: NAME.tokens beside it)')
    .option('--usage <file>', 'with --class: what they used up (default: NAME.usage.jsonl beside it)')
    .option('--server <url>', 'with --class: the server (default: BASE_URL or OPENAI_BASE_URL)')
    .option('--key <variable>', 'with --class: variable that holds its key (default: the one of its address)')
    .option(
      '--host <address>',
      'with --class: address to listen at (default: 127.0.0.1, this computer alone)',
    )
    .option('--requests-per-minute <count>', 'with --class: requests of a student in a minute (default: 20)')
    .option(
      '--tokens-per-day <count>',
      'with --class: tokens of a student in a day, or none (default: 100000)',
    )
    .option('--tokens-in-all <count>', 'with --class: tokens of a student in all (default: none)')
    .option('--streams-at-once <count>', 'with --class: answers of a student at a time (default: 4)')
    .option('--allow <names>', 'with --class: fields and tools of the server that students may use')
    .option('--max-body <MB>', 'with --class: size of a request (default: 4)')
    .option(
      '--when-used-up <what>',
      'with --class: "refuse", "canned" or NAME.recording.json (default: refuse)',
    )
    .option('--public-url <url>', 'with --class: address that students type, when a proxy stands before it')
    .option('--allow-host <names>', 'with --class: other names of this computer, separated by commas')
    .option('--tls-cert <file>', 'with --class: certificate for https, with --tls-key')
    .option('--tls-key <file>', 'with --class: its key')
    .action(async (options: PracticeCommandOptions & ClassOptions) => {
      if (options.class !== undefined || options.tokens !== undefined) {
        const { classCommand } = await import('../class/class.js')
        invocation.exitCode = await classCommand(options, invocation.io)
        return
      }
      const { practiceCommand } = await import('../practice.js')
      invocation.exitCode = await practiceCommand(options, invocation.io)
    })

  program
    .command('record')
    .description('stand before a server and record what it answers')
    .argument('<file>', 'the recording: NAME.recording.json')
    .option('--server <url>', 'the server (default: BASE_URL or OPENAI_BASE_URL)')
    .option('--port <port>', 'port to listen on (default: any)', readPort)
    .action(async (file: string, options: RecordOptions) => {
      const { recordCommand } = await import('../record/record.js')
      invocation.exitCode = await recordCommand({ ...options, file }, invocation.io)
    })
}
