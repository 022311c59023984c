/** What a page asks the server for, and shows as a table. */
import { html, useEffect, useSignal } from "./lib.js";
import { get } from "./api.js";
import { ProblemText } from "./action.js";
import { Table } from "./parts.js";

/** What is asked for once, and again when what it depends on changes. */
export function useAnswer(where, ...depends) {
  const answer = useSignal(undefined);
  const problem = useSignal(null);
  const load = () => get(where).then((data) => { answer.value = data; problem.value = null; }, (failed) => (problem.value = failed));
  useEffect(() => { load(); }, depends);
  return { rows: answer.value, problem: problem.value, load };
}

export const Listed = ({ of, ...table }) => html`
  ${of.problem && html`<${ProblemText} problem=${of.problem} />`}
  ${of.rows && html`<${Table} rows=${of.rows} ...${table} />`}`;
