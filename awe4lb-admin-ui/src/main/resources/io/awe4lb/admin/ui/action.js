/** Changes: each says what it will touch and shows the request that does it, before it is done. */
import { html, signal, useEffect, useSignal } from "./lib.js";
import { ask, curl, path } from "./api.js";
import { info, refresh } from "./live.js";
import { Copied, Dialog, say } from "./parts.js";

const open = signal(null);

/**
 * Asks before something is changed.
 *
 *   title     of the dialogue
 *   what      a sentence: what will be touched
 *   fields    [{name, label, type, value, options, help, pattern, isRequired}] that the user may set
 *   requests  (values) => the requests that do it, one after the other
 *   preview   (answers of a dry run, values) => a sentence; the requests are tried first where it is there
 *   done      (values) => a sentence, when it is done
 *   undo      (values) => the requests that take it back; throws where that is no longer possible
 *   verb      on the button
 *   isGrave   whether somebody may lose work
 */
export const propose = (action) => (open.value = { fields: [], verb: "Do it", ...action });

export const ActionDialog = () => open.value && html`<${Proposal} key=${open.value.title} action=${open.value} />`;

const initial = (fields) => Object.fromEntries(fields.map((field) => [field.name, field.value ?? ""]));

function Proposal({ action }) {
  const values = useSignal(initial(action.fields));
  const problem = useSignal(null);
  const expected = useSignal("");
  const isBusy = useSignal(false);
  const requests = action.requests(values.value);
  const shown = JSON.stringify(requests);
  const isComplete = action.fields.every((field) => !field.isRequired || values.value[field.name].trim());

  useEffect(() => {
    if (!action.preview || !isComplete) {
      return undefined;
    }
    const control = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const tried = await Promise.all(requests.map((each) => ask({ ...each, query: { ...each.query, dryRun: true }, signal: control.signal })));
        expected.value = action.preview(tried.map((each) => each.data), values.value) ?? "";
        problem.value = null;
      } catch (failed) {
        if (failed.name !== "AbortError") {
          problem.value = failed;
          expected.value = "";
        }
      }
    }, 200);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [shown]);

  const close = () => (open.value = null);
  const submit = async (event) => {
    event.preventDefault();
    isBusy.value = true;
    try {
      await perform(requests);
      close();
      say(action.done(values.value), "good", { undo: action.undo && (() => takeBack(() => action.undo(values.value))) });
    } catch (failed) {
      problem.value = failed;
    } finally {
      isBusy.value = false;
    }
  };
  return html`
    <${Dialog} title=${action.title} onClose=${close}>
      <form onSubmit=${submit}>
        <p>${action.what}</p>
        ${action.fields.map((field) => html`<${Field} key=${field.name} field=${field} values=${values} />`)}
        ${expected.value && html`<p class="expected">${expected.value}</p>`}
        ${problem.value && html`<${ProblemText} problem=${problem.value} />`}
        <details><summary>The same in a terminal</summary>${requests.map((each) => html`<${Copied} text=${curl(each)} label="copy the command" />`)}</details>
        <div class="buttons">
          <button type="submit" class=${action.isGrave ? "grave" : "main"} disabled=${isBusy.value}>${action.verb}</button>
          <button type="button" onClick=${close}>Cancel</button>
        </div>
      </form>
    </>`;
}

export const ProblemText = ({ problem }) => html`
  <div class="problem" role="alert">
    <p>${problem.message}</p>
    ${problem.errors?.length > 0 && html`<ul>${problem.errors.map((each) => html`<li>${each.pointer}: ${each.message}</li>`)}</ul>`}
  </div>`;

export async function perform(requests) {
  for (const request of requests) {
    await ask(request);
  }
  await refresh();
}

/** What is safe and small is done without asking; the note shows how, and takes it back. */
export async function performAtOnce({ requests, done, undo }) {
  try {
    await perform(requests);
    say(done(), "good", { requests, undo: undo && (() => takeBack(undo)) });
  } catch (problem) {
    say(problem.message, "bad");
  }
}

/** The configuration of an earlier revision comes into force again, as a new one. */
export const restore = (revision, comment) => ({ method: "POST", path: path("config", "revisions", String(revision), "restore"), query: { comment }, ifMatch: "*" });

/** Undoes as many revisions as one action makes, unless somebody has made another one since. */
export function takenBack(made) {
  const before = info.value?.revision;
  return () => {
    if (info.value.revision !== before + made) {
      throw new Error("the configuration was changed again since; its history takes single changes back");
    }
    return [restore(before, "taken back")];
  };
}

/** What a dry run says of a change of the configuration, in a sentence. */
export const changesOf = (answers) => answers.flatMap((each) => each.changes ?? []).map((change) => `${change.sentence}${change.effect ? `: ${change.effect}` : ""}`).join("; ") || "Nothing changes but the text.";

async function takeBack(undo) {
  try {
    await perform(undo());
    say("It is as it was before.");
  } catch (problem) {
    say(`It could not be taken back: ${problem.message}`, "bad");
  }
}

function Field({ field, values }) {
  const set = (event) => (values.value = { ...values.value, [field.name]: event.target.value });
  const id = `field-${field.name}`;
  return html`
    <div class="field">
      <label for=${id}>${field.label}</label>
      ${field.options
        ? html`<select id=${id} value=${values.value[field.name]} onChange=${set}>${field.options.map(([value, text]) => html`<option value=${value} selected=${value === values.value[field.name]}>${text}</option>`)}</select>`
        : field.type === "textarea"
        ? html`<textarea id=${id} rows="3" value=${values.value[field.name]} onInput=${set} required=${field.isRequired} placeholder=${field.placeholder} aria-describedby=${field.help ? `${id}-help` : undefined}></textarea>`
        : html`<input id=${id} pattern=${field.pattern} type=${field.type ?? "text"} value=${values.value[field.name]} onInput=${set} required=${field.isRequired} min=${field.min} max=${field.max} placeholder=${field.placeholder} aria-describedby=${field.help ? `${id}-help` : undefined} />`}
      ${field.help && html`<p class="help" id=${`${id}-help`}>${field.help}</p>`}
    </div>`;
}
