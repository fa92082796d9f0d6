package com.orchestrator.cli.noun;

import static com.orchestrator.cli.noun.WorkflowName.WORKFLOW;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.http.Api;
import com.orchestrator.cli.noun.DefinitionFiles.Definition;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.output.Format;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Definitions, their revisions, and which of them is the default. */
final class WorkflowNoun {

    private static final View APPLIED = View.by("/namespace", "/name")
            .column("WORKFLOW", workflow -> Json.at(workflow, "/namespace") + "/" + Json.at(workflow, "/name"))
            .column("REVISION", "/revision")
            .column("RESULT", "/result")
            .wide("SHA256", "/sha256");

    private static final View OVERVIEW = View.by("/namespace", "/name")
            .column("WORKFLOW", workflow -> Json.at(workflow, "/namespace") + "/" + Json.at(workflow, "/name"))
            .column("DEFAULT", "/defaultRevision")
            .column(
                    "LATEST",
                    workflow -> Json.at(workflow, workflow.has("latestRevision") ? "/latestRevision" : "/revision"))
            .column("PAUSED", "/paused")
            .column("REGISTERED", "/createdAt")
            .wide("SHA256", "/sha256");

    private static final View REVISIONS = View.by("/revision")
            .column("REVISION", "/revision")
            .column("REGISTERED", "/createdAt")
            .column("SHA256", "/sha256");

    private static final View CHANGES = View.by("/number")
            .column("NUMBER", "/number")
            .column("AT", "/at")
            .column("BY", "/actor")
            .column("DEFAULT", "/defaultRevision")
            .column("PAUSED", "/paused")
            .column("REASON", "/reason");

    private static final Argument REVISION =
            Argument.one("REVISION", "Its number.").of(Kind.number("REVISION", 1, 999_999_999));

    private static final Argument FROM = Argument.one("REVISION", "From this one; the default one when it is left out.")
            .of(REVISION.kind())
            .optional();
    private static final Argument TO = Argument.one("OTHER", "To this one, unless --file says to what.")
            .of(REVISION.kind())
            .optional();
    private static final Option OTHER_FILE =
            Option.of("--file", Kind.FILE, "To this file; - for stdin.").shortened("-f");
    private static final Option FORMAT =
            Option.of("--format", Kind.oneOf("FORMAT", "ascii", "mermaid"), "ascii for terminals, or mermaid; ascii.");

    private WorkflowNoun() {}

    static Noun noun() {
        return new Noun("workflow", "Definitions and their revisions.", WorkflowNoun::verbs);
    }

    private static List<Verb> verbs() {
        return Stream.of(looking(), List.of(SignalVerbs.withStart()), changing())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Verb> looking() {
        return List.of(
                Verb.named("validate", "Says every fault of definitions, with line, column and a hint.")
                        .with(DefinitionFiles.FILE)
                        .does(WorkflowNoun::validate),
                Verb.named("list", "Lists workflows.")
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(WorkflowNoun::list),
                Verb.named("get", "Shows a workflow; -o yaml and -o json write its definition, as apply takes it.")
                        .takes(WORKFLOW)
                        .does(WorkflowNoun::get),
                Verb.named("revisions", "Lists the revisions of a workflow, the newest first.")
                        .takes(WORKFLOW)
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> list(invocation, REVISIONS, "revisions")),
                Verb.named("changes", "Says who has moved the default or paused a workflow, when and why.")
                        .takes(WORKFLOW)
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> list(invocation, CHANGES, "changes")),
                Verb.named("diff", "Shows what has changed between two revisions, or to a file.")
                        .takes(WORKFLOW, FROM, TO)
                        .with(OTHER_FILE)
                        .does(WorkflowNoun::diff),
                Verb.named("graph", "Draws the tasks of a workflow.")
                        .takes(WorkflowName.WORKFLOW_REVISION)
                        .with(FORMAT)
                        .does(WorkflowNoun::graph));
    }

    private static List<Verb> changing() {
        Option reason = Globals.REASON.required();
        return List.of(
                Verb.named("apply", "Registers definitions; none, when any of them has a fault.")
                        .with(DefinitionFiles.FILE, Globals.DRY_RUN)
                        .does(WorkflowNoun::apply),
                Verb.named("use", "Makes a revision the default one, for runs that are started from now on.")
                        .takes(WORKFLOW, REVISION)
                        .with(reason)
                        .does(invocation -> update(
                                invocation,
                                Json.object().put("defaultRevision", Long.valueOf(invocation.get(REVISION))))),
                Verb.named("pause", "Lets no more runs be started; those that are there go on.")
                        .takes(WORKFLOW)
                        .with(reason)
                        .does(invocation -> update(invocation, Json.object().put("paused", true))),
                Verb.named("resume", "Lets runs be started again.")
                        .takes(WORKFLOW)
                        .with(reason)
                        .does(invocation -> update(invocation, Json.object().put("paused", false))));
    }

    private static void apply(Invocation invocation) {
        DefinitionFiles files = DefinitionFiles.of(invocation);
        List<JsonNode> judged = files.validate(invocation);
        List<JsonNode> applied = new ArrayList<>();
        for (int i = 0; i < judged.size(); i++) {
            Definition definition = files.all().get(i);
            DefinitionFiles.warn(invocation, definition, judged.get(i));
            applied.add(
                    invocation.has(Globals.DRY_RUN)
                            ? wouldBe(invocation, (ObjectNode) judged.get(i))
                            : register(invocation, definition));
        }
        invocation.printer().all(APPLIED, applied);
    }

    private static JsonNode register(Invocation invocation, Definition definition) {
        Api api = invocation.api();
        Api.Answer answer = api.send(definition.as(api.post("workflows")));
        return ((ObjectNode) answer.json()).put("result", answer.status() == 201 ? "created" : "unchanged");
    }

    private static JsonNode wouldBe(Invocation invocation, ObjectNode judged) {
        Api api = invocation.api();
        Api.Answer there = api.exchange(api.get("workflows", Json.at(judged, "/namespace"), Json.at(judged, "/name")));
        boolean isSame =
                there.status() == 200 && Json.at(there.json(), "/sha256").equals(Json.at(judged, "/sha256"));
        if (isSame) {
            judged.set("revision", there.json().path("revision"));
        }
        return judged.put("result", isSame ? "would stay" : "would be registered");
    }

    private static void validate(Invocation invocation) {
        DefinitionFiles files = DefinitionFiles.of(invocation);
        List<JsonNode> judged = files.validate(invocation);
        List<JsonNode> valid = new ArrayList<>();
        for (int i = 0; i < judged.size(); i++) {
            DefinitionFiles.warn(invocation, files.all().get(i), judged.get(i));
            valid.add(((ObjectNode) judged.get(i)).put("result", "valid"));
        }
        invocation.printer().all(APPLIED, valid);
    }

    private static void list(Invocation invocation) {
        Lists.print(invocation, OVERVIEW, () -> invocation.api().get("workflows"));
    }

    private static void list(Invocation invocation, View view, String what) {
        WorkflowName workflow = WorkflowName.of(invocation);
        Lists.print(
                invocation, view, () -> invocation.api().get("workflows", workflow.namespace(), workflow.name(), what));
    }

    private static void get(Invocation invocation) {
        JsonNode shown = read(invocation, WorkflowName.of(invocation));
        Format format = invocation.printer().format();
        String source = Json.at(shown, "/source");
        if (format == Format.YAML && !source.stripLeading().startsWith("{")) {
            invocation.printer().line(source.stripTrailing());
        } else {
            invocation.printer().one(OVERVIEW, isDocument(format) ? shown.path("definition") : shown);
        }
    }

    private static boolean isDocument(Format format) {
        return !format.isForPeople() && format != Format.NAME;
    }

    /** The default revision, or the one that is named. */
    static JsonNode read(Invocation invocation, WorkflowName workflow) {
        Api api = invocation.api();
        return workflow.revision()
                .map(revision ->
                        api.json(api.get("workflows", workflow.namespace(), workflow.name(), "revisions", revision)))
                .orElseGet(() -> api.json(api.get("workflows", workflow.namespace(), workflow.name())));
    }

    private static void diff(Invocation invocation) {
        WorkflowName workflow = WorkflowName.of(invocation);
        if (invocation.has(OTHER_FILE) == invocation.value(TO).isPresent()) {
            throw CommandException.usage(
                    "It is not said what it is compared with.", "Say two revisions, or one or none and --file.");
        }
        String from = source(invocation, workflow.at(invocation.value(FROM)));
        String to = invocation
                .value(OTHER_FILE)
                .map(file -> Inputs.text(invocation, file))
                .orElseGet(() -> source(invocation, workflow.at(invocation.value(TO))));
        String difference = LineDiff.of(from.lines().toList(), to.lines().toList());
        if (difference.isEmpty()) {
            invocation.printer().note("There is no difference.");
        } else {
            invocation.printer().line(difference.stripTrailing());
        }
    }

    private static String source(Invocation invocation, WorkflowName workflow) {
        return Json.at(read(invocation, workflow), "/source");
    }

    private static void graph(Invocation invocation) {
        WorkflowName workflow =
                WorkflowName.parse(invocation.get(WorkflowName.WORKFLOW_REVISION), invocation.namespace());
        JsonNode definition = read(invocation, workflow).path("definition");
        boolean isMermaid = invocation.value(FORMAT).filter("mermaid"::equals).isPresent();
        invocation.printer().line((isMermaid ? Graph.mermaid(definition) : Graph.lines(definition)).stripTrailing());
    }

    private static void update(Invocation invocation, ObjectNode change) {
        WorkflowName workflow = WorkflowName.of(invocation);
        invocation.value(Globals.REASON).ifPresent(reason -> change.put("reason", reason));
        Api api = invocation.api();
        invocation
                .printer()
                .one(
                        OVERVIEW,
                        api.json(api.patch("workflows", workflow.namespace(), workflow.name())
                                .body(change)));
    }
}
