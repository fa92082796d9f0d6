package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.http.Api;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a rollback would undo, and the rollback that was seen: never another one. */
final class Plan {

    private static final Option FROM =
            Option.of("--from", Kind.text("TASK"), "Down to and including this task; everything unless it is given.");
    private static final Option TO_SAVEPOINT =
            Option.of("--to-savepoint", Kind.text("NAME"), "What came after this save-point.");
    private static final Option THEN =
            Option.of("--then", Kind.oneOf("WHAT", "stop", "retry"), "stop, or retry to go forward again; stop.");
    private static final Option PLAN_HASH =
            Option.of("--plan-hash", Kind.text("HASH"), "Refuses when the plan is no longer the one that was seen.");
    private static final Option FORCE = Option.flag("--force", "Also what has passed a pivot; needs --reason.");

    private static final Map<String, String> SEQUELS = new TreeMap<>(
            Map.of("rolledBack", "Then, once all is undone: ", "undoFailed", "Or, once an undo gives up: "));

    private static final View VIEW = View.by("/taskId")
            .column(
                    "UNDO OF",
                    undo -> Json.at(undo, "/taskId")
                            + (Json.at(undo, "/iteration").isEmpty() ? "" : "#" + Json.at(undo, "/iteration")))
            .column("BY", Plan::by)
            .column("AFTER", undo -> joined(undo.path("after")))
            .column("NOTE", Plan::note)
            .wide("QUEUE", "/queue")
            .wide("INPUT", "/input");

    private Plan() {}

    static Verb verb() {
        return Verb.named("compensate", "Undoes a run or a part of it, as --dry-run shows it.")
                .takes(Runs.RUN)
                .with(FROM, TO_SAVEPOINT, THEN, PLAN_HASH, FORCE, Globals.DRY_RUN, Globals.REASON)
                .destructive()
                .does(Plan::compensate);
    }

    private static void compensate(Invocation invocation) {
        Api api = invocation.api();
        String run = Runs.id(invocation);
        JsonNode plan = api.json(api.get("instances", run, "compensation-plan")
                .query("from", invocation.value(FROM))
                .query("toSavepoint", invocation.value(TO_SAVEPOINT)));
        if (invocation.has(Globals.DRY_RUN)) {
            show(invocation, run, plan);
            return;
        }
        int count = plan.path("items").size();
        invocation.confirm("Undo " + count + (count == 1 ? " effect" : " effects") + " of run " + run);
        ObjectNode body = Bodies.reason(invocation);
        Bodies.text(body, "fromTaskId", invocation, FROM);
        Bodies.text(body, "toSavepoint", invocation, TO_SAVEPOINT);
        Bodies.text(body, "then", invocation, THEN);
        Bodies.flag(body, "force", invocation, FORCE);
        body.put("planHash", invocation.value(PLAN_HASH).orElse(Json.at(plan, "/planHash")));
        invocation
                .printer()
                .one(
                        Runs.VIEW,
                        api.json(api.post("instances", run, "compensate").body(body)));
    }

    private static void show(Invocation invocation, String run, JsonNode plan) {
        if (!invocation.printer().format().isForPeople()) {
            invocation.printer().one(View.by("/planHash"), plan);
            return;
        }
        List<JsonNode> items = new ArrayList<>();
        plan.path("items").forEach(items::add);
        invocation.printer().all(VIEW, items);
        if (!plan.path("crossedPivots").isEmpty()) {
            invocation
                    .printer()
                    .note("It passes pivots, which takes --force and --reason: " + joined(plan.path("crossedPivots")));
        }
        noteSequels(invocation, plan);
        invocation
                .printer()
                .note("Next: "
                        + invocation.line("instance compensate " + run + asked(invocation) + " --plan-hash "
                                + Json.at(plan, "/planHash")));
    }

    /** What the definition does after a rollback; nothing of it when the run goes forward again. */
    private static void noteSequels(Invocation invocation, JsonNode plan) {
        if (invocation.value(THEN).orElse("").equals("retry")) {
            return;
        }
        SEQUELS.forEach((when, words) -> {
            String tasks = StreamSupport.stream(plan.path("follows").spliterator(), false)
                    .filter(task -> Json.at(task, "/when").equals(when))
                    .map(Plan::sequel)
                    .collect(Collectors.joining(", "));
            if (!tasks.isEmpty()) {
                invocation.printer().note(words + tasks);
            }
        });
    }

    /** For example: tell (task mail.send). */
    private static String sequel(JsonNode task) {
        String name = Json.at(task, "/name");
        String within = Json.at(task, "/within");
        return Json.at(task, "/taskId") + " (" + Json.at(task, "/kind") + (name.isEmpty() ? "" : " " + name)
                + (within.isEmpty() ? "" : ", in " + within) + ")";
    }

    private static String asked(Invocation invocation) {
        return invocation.value(FROM).map(task -> " --from " + task).orElse("")
                + invocation
                        .value(TO_SAVEPOINT)
                        .map(name -> " --to-savepoint " + name)
                        .orElse("");
    }

    private static String by(JsonNode undo) {
        if (!undo.path("child").isNull() && undo.has("child")) {
            return "run " + Json.at(undo, "/child/instanceId");
        }
        return Json.at(undo, "/taskType");
    }

    private static String note(JsonNode undo) {
        List<String> notes = new ArrayList<>();
        if (undo.path("irreversible").asBoolean()) {
            notes.add("nothing takes it back");
        }
        if (undo.path("mayNotHaveHappened").asBoolean()) {
            notes.add("may not have happened");
        }
        if (!Json.at(undo, "/probe").isEmpty()) {
            notes.add("asked first by " + Json.at(undo, "/probe"));
        }
        if (!Json.at(undo, "/error/message").isEmpty()) {
            notes.add("its input cannot be evaluated: " + Json.at(undo, "/error/message"));
        }
        return String.join(", ", notes);
    }

    private static String joined(JsonNode words) {
        return StreamSupport.stream(words.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }
}
