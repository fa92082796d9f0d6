package com.orchestrator.conformance.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.conformance.http.Answer;
import com.orchestrator.conformance.http.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** One run as its server shows it, and what an operator can do to it. */
public final class Run {

    private static final int RESULT_WAITS_MAX = 20;
    private static final Set<String> ENDS = Set.of("COMPLETED", "FAILED", "COMPENSATED", "CANCELLED", "TERMINATED");

    private final Stage stage;
    private final String instanceId;
    private final String runId;

    Run(Stage stage, JsonNode started) {
        this.stage = stage;
        this.instanceId = started.path("instanceId").asText();
        this.runId = started.path("runId").asText();
    }

    // ---- what it shows

    public String instanceId() {
        return instanceId;
    }

    public String runId() {
        return runId;
    }

    public boolean isDisturbed() {
        return stage.conditions().isDisturbed();
    }

    Stage stage() {
        return stage;
    }

    public JsonNode instance() {
        return read("");
    }

    public String state() {
        return instance().path("state").asText();
    }

    public List<JsonNode> events() {
        List<JsonNode> all = new ArrayList<>();
        String after = "0";
        while (!after.isEmpty()) {
            JsonNode page = read("/events?limit=200&after=" + after);
            page.path("items").forEach(all::add);
            JsonNode next = page.at("/page/next");
            after = next.isNull() ? "" : next.asText();
        }
        return all;
    }

    /** The first page of the history, which may be all that can be read. */
    public List<JsonNode> firstEvents() {
        List<JsonNode> first = new ArrayList<>();
        read("/events?limit=200").path("items").forEach(first::add);
        return first;
    }

    public List<JsonNode> events(String type) {
        return events().stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    public List<Attempt> attempts() {
        List<Attempt> all = new ArrayList<>();
        read("/tasks?limit=500").path("items").forEach(item -> all.add(new Attempt(item)));
        return all;
    }

    /** Attempts at a task, or at its undo when the label says {@code :undo}. */
    public List<Attempt> attempts(String label) {
        return attempts().stream()
                .filter(attempt -> attempt.label().equals(label))
                .toList();
    }

    public JsonNode plan() {
        return read("/compensation-plan");
    }

    public JsonNode planFrom(String taskId) {
        return read("/compensation-plan?from=" + taskId);
    }

    private JsonNode read(String path) {
        Answer answer = stage.api().get("/instances/" + instanceId + path);
        BrokenPromise.unless(answer.isOk(), "GET /instances/{id}" + path + " shows a run.", answer);
        return answer.body();
    }

    // ---- what was done in it

    /** What was really done, first to last, by the ledger. */
    public List<String> done() {
        return stage.ledger().of(runId);
    }

    /** The same with what was done in runs that this one has started. */
    public List<String> doneWithChildren() {
        return stage.ledger().ofFamily(runId);
    }

    // ---- waiting

    public void awaitState(String state) {
        String promise = "The run gets to " + state + ".";
        stage.await().present(() -> Optional.of(state()).filter(now -> isReached(state, now, promise)), () -> promise);
    }

    private boolean isReached(String state, String now, String promise) {
        if (!state.equals(now) && ENDS.contains(now)) {
            throw new BrokenPromise(promise + " Found: " + now + ", " + summary());
        }
        return state.equals(now);
    }

    /** Waits for the end, or for a rest, and for nothing else. */
    public void endsAs(String state) {
        Answer answer = result();
        for (int i = 0; i < RESULT_WAITS_MAX && answer.status() == 202; i++) {
            answer = result();
        }
        String found = answer.body().path("state").asText();
        BrokenPromise.unless(found.equals(state), "The run ends as " + state + ".", found + ", " + summary());
    }

    private Answer result() {
        return stage.api().get("/instances/" + instanceId + "/result?wait=5s");
    }

    private String summary() {
        return "cause " + instance().path("cause") + ", done " + done() + ", attempts " + attempts();
    }

    public void awaitDone(String label) {
        awaitThat("'" + label + "' is done.", () -> done().contains(label));
    }

    public void awaitThat(String promise, BooleanSupplier condition) {
        stage.await()
                .present(
                        () -> Optional.of(this).filter(run -> condition.getAsBoolean()),
                        () -> promise + " " + summary());
    }

    /** Waits until the run waits for a signal. */
    public void awaitSignalTask(String taskId) {
        stage.await()
                .present(
                        () -> events("TASK_ENTERED").stream()
                                .filter(event -> event.path("taskId").asText().equals(taskId))
                                .findAny(),
                        () -> "The run gets to '" + taskId + "'.");
    }

    /** Waits for an end or a rest, whichever. */
    public void awaitEnd() {
        awaitThat("The run ends.", () -> result().status() == 200);
    }

    // ---- operations

    /** @param request JSON */
    public Answer tryTo(String verb, String request) {
        return stage.api().post("/instances/" + instanceId + "/" + verb, Stage.json(request));
    }

    /** An operation that must be accepted; when an answer was lost, it may have been in effect before. */
    public void must(String verb, String request) {
        Answer answer = tryTo(verb, request);
        boolean wasDone = answer.isRepeated() && answer.code().equals("ILLEGAL_STATE");
        BrokenPromise.unless(answer.isOk() || wasDone, "'" + verb + "' with " + request + " is accepted.", answer);
    }

    public void signal(String name, String payload) {
        ObjectNode request = Api.JSON.createObjectNode().put("signalId", name + "-1");
        request.set("payload", Stage.json(payload));
        must("signals/" + name, request.toString());
    }

    /** Refused with this status and code. */
    public void mustNot(String verb, String request, int status, String code) {
        Answer answer = tryTo(verb, request);
        BrokenPromise.unless(
                answer.isRefusal(status, code),
                "'" + verb + "' with " + request + " is refused with " + status + " " + code + ".",
                answer);
    }

    // ---- what must be true

    public void hasCause(String kind, String code) {
        JsonNode cause = instance().path("cause");
        boolean isSame = cause.path("kind").asText().equals(kind)
                && cause.path("code").asText().equals(code);
        BrokenPromise.unless(isSame, "The cause is the first reason: " + kind + " " + code + ".", cause);
    }

    public void hasKindOfCause(String kind) {
        JsonNode cause = instance().path("cause");
        BrokenPromise.unless(cause.path("kind").asText().equals(kind), "The cause is of kind " + kind + ".", cause);
    }

    public void hasCause(String kind, String code, String taskId) {
        hasCause(kind, code);
        JsonNode cause = instance().path("cause");
        BrokenPromise.unless(
                cause.path("taskId").asText().equals(taskId), "The cause names the task " + taskId + ".", cause);
    }

    /** Exactly this was done, in exactly this order, apart from what a killed server has left in doubt. */
    public void did(String... labels) {
        Doubts doubts = new Doubts(this, List.of(labels));
        List<String> done = doubts.without(done());
        BrokenPromise.unless(
                done.equals(doubts.expectedOf(done)),
                "Done and undone is, in this order: " + List.of(labels) + ".",
                done);
    }

    /** Exactly this was done, in whatever order. */
    public void didInAnyOrder(String... labels) {
        Doubts doubts = new Doubts(this, List.of(labels));
        List<String> done = doubts.without(done());
        BrokenPromise.unless(
                sorted(done).equals(sorted(doubts.expectedOf(done))),
                "Done and undone is: " + List.of(labels) + ".",
                done);
    }

    private static List<String> sorted(List<String> labels) {
        return labels.stream().sorted().toList();
    }

    public void didBefore(String first, String second) {
        List<String> done = done();
        BrokenPromise.unless(
                done.contains(first) && done.indexOf(first) < done.indexOf(second),
                "'" + first + "' is done before '" + second + "'.",
                done);
    }

    public void neverTried(String label) {
        BrokenPromise.unless(attempts(label).isEmpty(), "'" + label + "' is never begun.", attempts(label));
    }

    /** The chain of the shop went all the way and all the way back. */
    public void isUndoneFromShip() {
        did("reserve", "charge", "ship", "ship:undo", "charge:undo", "reserve:undo");
    }

    /** A worker that asks for it, and waits a while, does not get it. */
    public void isNotHandedOut(String label) {
        ObjectNode poll =
                Api.JSON.createObjectNode().put("workerId", runId + "-curious").put("wait", "1s");
        poll.putArray("queues").add(stage.queue());
        JsonNode tasks = stage.api().post("/tasks/poll", poll).body().path("tasks");
        BrokenPromise.unless(
                tasks.isEmpty() && stage.jobs(label).isEmpty(), "'" + label + "' is not handed out now.", tasks);
    }
}
