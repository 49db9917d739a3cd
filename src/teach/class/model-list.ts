/**
 * The list of the models of a class, where not all may be asked: in the form of each protocol.
 * @see https://platform.openai.com/docs/api-reference/models/list
 * @see https://docs.claude.com/en/api/models-list
 */
import type { ServerResponse } from 'node:http'
import type { Protocol } from '../../practice/refusals'
import { sendJson } from '../../practice/server/send'

/**
 * Sends the list.
 *
 * @param response - Response that nothing has been written to yet.
 * @param list - The names, and whose form it has.
 */
export function sendModels(
  response: ServerResponse,
  { models, protocol }: { readonly models: readonly string[]; readonly protocol: Protocol },
): void {
  const created = new Date(0).toISOString()
  const body =
    protocol === 'openai'
      ? { object: 'list', data: models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'class' })) }
      : {
          data: models.map((id) => ({ type: 'model', id, display_name: id, created_at: created })),
          has_more: false,
          first_id: models[0] ?? null,
          last_id: models.at(-1) ?? null,
        }
  sendJson(response, { body, protocol })
}
