/** What a model of pydantic says of itself: the model it inherits from, and `model_config`. */
import type { ClassFacts } from '../../facts/facts'
import type { Expression } from '../../python/ast'
import type { Statement } from '../../python/statements'
import type { Context } from '../context'
import { moduleOf } from '../names'
import { refuse } from '../refusal'

/** The model of the notebook that a model inherits from. */
export function baseModel({ node }: ClassFacts, context: Context): ClassFacts | undefined {
  const [base] = node.bases
  const facts = base?.type === 'Name' ? context.facts.classes.get(base.id) : undefined
  return facts?.kind === 'model' ? facts : undefined
}

/** `model_config = …` */
export const isConfig = (node: Statement): boolean =>
  node.type === 'Assign' && node.targets[0]!.type === 'Name' && node.targets[0].id === 'model_config'

/** Whether a model takes no other fields than its own. */
export function isStrictModel(facts: ClassFacts, context: Context): boolean {
  const config = facts.node.body.find(isConfig)
  const base = baseModel(facts, context)
  const own = config?.type === 'Assign' ? extraOf(config.value, context) : undefined
  if (own !== undefined) return own === 'forbid'
  return base !== undefined && isStrictModel(base, context)
}

/** What is said of other fields: `ConfigDict(extra="forbid")` */
function extraOf(node: Expression, context: Context): string | undefined {
  const settings: [string | undefined, Expression][] =
    node.type === 'Dict'
      ? node.keys.map((key, index) => [
          key?.type === 'Constant' ? String(key.value) : undefined,
          node.values[index]!,
        ])
      : node.type === 'Call' && moduleOf(node.func, context) === 'pydantic.ConfigDict'
        ? node.keywords.map(({ arg, value }) => [arg ?? undefined, value])
        : refuse('this model_config', node, 'Write the model with zod.')
  let extra: string | undefined
  for (const [name, value] of settings) {
    const given = value.type === 'Constant' ? String(value.value) : undefined
    if (name !== 'extra' || (given !== 'forbid' && given !== 'ignore'))
      refuse(`${name ?? '**'} of a model_config`, value, 'Write the model with zod.')
    extra = given
  }
  return extra
}
