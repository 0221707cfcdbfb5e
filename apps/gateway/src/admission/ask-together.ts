type Waiting<Question, Answer> = {
  readonly question: Question
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/**
 * Gathers what is asked in one turn of the event loop and asks it together: one message to another process
 * instead of one for each request. Costs those who ask alone nothing, as they are asked for at the end of the
 * turn.
 *
 * @param ask Answers all questions, in their order; its failure is everyone's.
 */
export const askTogether = <Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): ((question: Question) => Promise<Answer>) => {
  let gathered: Waiting<Question, Answer>[] = []

  const askAll = async (): Promise<void> => {
    const asked = gathered
    gathered = []
    try {
      const answers = (await ask(asked.map(({ question }) => question))).values()
      for (const { resolve } of asked) resolve(oneOf(answers))
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }

  return (question) =>
    new Promise((resolve, reject) => {
      gathered.push({ question, resolve, reject })
      if (gathered.length === 1) setImmediate(() => void askAll())
    })
}

const oneOf = <Answer>(answers: Iterator<Answer>): Answer => {
  const { value, done } = answers.next()
  if (done === true) throw new Error('fewer answers than questions')
  return value
}
