package com.orchestrator.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;
import com.orchestrator.conformance.worker.Job;
import com.orchestrator.conformance.worker.Ledger;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the plan says is what the rollback does: the same undos, in the order of the plan, with the same inputs. */
final class UndoPreviewEqualsExecution implements Scenario {

    private static final String CHILD = Shop.workflow("child-of-QUEUE", """
              - { id: pick, task: do, queue: QUEUE, compensate: { task: unpick, queue: QUEUE } }
              - { id: pack, task: do, queue: QUEUE, compensate: { task: unpack, queue: QUEUE } }
            """);

    /** Branches, a task that nobody knows of whether it happened, items, a child, an input that variables have left behind. */
    private static final String DEFINITION = Shop.workflow("undo-preview-equals-execution", """
              - { id: then, set: { price: 10 } }
              - id: reserve
                task: do
                queue: QUEUE
                compensate: { task: release, queue: QUEUE, input: { price: "${ vars.price }", order: "${ input.orderId }" } }
              - { id: now, set: { price: 99 } }
              - id: both
                parallel:
                  branches:
                    - - { id: flight, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
                    - - id: hotel
                        task: do
                        queue: QUEUE
                        retry: { maxAttempts: 1 }
                        onError: continue
                        compensate: { task: undo, queue: QUEUE }
                      - { id: breakfast, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - id: seats
                map: { items: "${ input.seats }", as: seat }
                do:
                  - id: seat
                    task: do
                    queue: QUEUE
                    compensate: { task: free, queue: QUEUE, input: { seat: "${ seat }" } }
              - { id: parcel, workflow: { name: child-of-QUEUE, onParentClose: compensate } }
              - { id: approval, signal: { name: approval } }
            """);

    private static final String ORDER = "{\"orderId\":\"o-1\",\"seats\":[\"12A\",\"12B\"]}";

    @Override
    public String name() {
        return "undo-preview-equals-execution";
    }

    @Override
    public void play(Stage stage) {
        stage.on("hotel", Act.doesButFails("retryable", "ANSWER_LOST"));
        stage.hire().register(CHILD);
        everything(stage);
        fromATaskLastFirst(stage);
    }

    private static void everything(Stage stage) {
        Run run = stage.start(DEFINITION, ORDER);
        run.awaitSignalTask("approval");
        JsonNode plan = run.plan();
        run.mustNot("compensate", "{\"planHash\":\"other\",\"reason\":\"x\"}", 412, "PRECONDITION_FAILED");
        run.must("compensate", "{\"planHash\":\"" + plan.path("planHash").asText() + "\",\"reason\":\"as shown\"}");

        run.endsAs("COMPENSATED");
        isDoneAsPlanned(stage, run, plan);
        List<JsonNode> items = list(plan.path("items"));
        items.forEach(item -> item.path("after").forEach(before -> isUndoneBefore(run, find(items, before), item)));
    }

    /** Strictly last first there is one order, and the rollback has to keep to it. */
    private static void fromATaskLastFirst(Stage stage) {
        Run run = stage.start(DEFINITION + "saga: { order: reverse }\n", ORDER);
        run.awaitSignalTask("approval");
        JsonNode plan = run.planFrom("both");
        run.must(
                "compensate",
                "{\"fromTaskId\":\"both\",\"planHash\":\""
                        + plan.path("planHash").asText() + "\",\"reason\":\"as shown\"}");

        run.endsAs("COMPENSATED");
        isDoneAsPlanned(stage, run, plan);
        List<String> planned = labels(plan.path("items"));
        BrokenPromise.unless(
                undone(run).equals(planned),
                "What is planned is undone in the order of the plan: " + planned + ".",
                run.doneWithChildren());
    }

    private static void isDoneAsPlanned(Stage stage, Run run, JsonNode plan) {
        List<String> planned = labels(plan.path("items"));
        BrokenPromise.unless(
                sorted(undone(run)).equals(sorted(planned)),
                "What is planned is undone and nothing else: " + planned + ".",
                undone(run));
        undos(plan.path("items")).forEach(item -> hasWhatIsPlanned(stage, run, item));
    }

    private static void hasWhatIsPlanned(Stage stage, Run run, JsonNode item) {
        List<Job> jobs = stage.jobs(label(item)).stream()
                .filter(job -> Ledger.isOfFamily(run.runId(), job.runId()))
                .toList();
        BrokenPromise.unless(
                !jobs.isEmpty() && jobs.stream().allMatch(job -> isAsPlanned(job.task(), item)),
                "An undo is handed out as the plan says: " + item + ".",
                jobs.stream().map(Job::task).toList());
    }

    private static boolean isAsPlanned(JsonNode task, JsonNode item) {
        return Stream.of("taskType", "input").allMatch(field -> task.path(field).equals(item.path(field)))
                && task.path("mayNotHaveHappened").asBoolean()
                        == item.path("mayNotHaveHappened").asBoolean();
    }

    private static void isUndoneBefore(Run run, JsonNode first, JsonNode second) {
        List<String> done = run.doneWithChildren();
        int last = undosOf(first)
                .map(UndoPreviewEqualsExecution::label)
                .mapToInt(done::indexOf)
                .max()
                .orElseThrow();
        int begin = undosOf(second)
                .map(UndoPreviewEqualsExecution::label)
                .mapToInt(done::indexOf)
                .min()
                .orElseThrow();
        BrokenPromise.unless(last < begin, "The undo of " + second + " waits for that of " + first + ".", done);
    }

    private static List<String> undone(Run run) {
        return run.doneWithChildren().stream()
                .filter(label -> label.endsWith(":undo"))
                .toList();
    }

    private static List<String> labels(JsonNode items) {
        return undos(items).map(UndoPreviewEqualsExecution::label).toList();
    }

    /** What workers are to do, in the order of the plan; a child undoes itself in its turn. */
    private static Stream<JsonNode> undos(JsonNode items) {
        return list(items).stream().flatMap(UndoPreviewEqualsExecution::undosOf);
    }

    private static Stream<JsonNode> undosOf(JsonNode item) {
        return item.hasNonNull("child") ? undos(item.at("/child/items")) : Stream.of(item);
    }

    private static String label(JsonNode item) {
        return key(item) + ":undo";
    }

    private static String key(JsonNode item) {
        String iteration =
                item.hasNonNull("iteration") ? "#" + item.path("iteration").asText() : "";
        return item.path("taskId").asText() + iteration;
    }

    private static JsonNode find(List<JsonNode> items, JsonNode key) {
        return items.stream()
                .filter(item -> key(item).equals(key.asText()))
                .findFirst()
                .orElseThrow(() -> new BrokenPromise("The plan names only undos that are in it, not " + key + "."));
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static List<String> sorted(List<String> labels) {
        return labels.stream().sorted().toList();
    }
}
