package com.orchestrator.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Job;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the plan says is what the rollback does: the same undos, in an order that fits, with the same inputs. */
final class UndoPreviewEqualsExecution implements Scenario {

    private static final String DEFINITION = Shop.workflow("undo-preview-equals-execution", """
              - { id: reserve, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - id: both
                parallel:
                  branches:
                    - - { id: flight, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
                    - - { id: hotel, task: do, queue: QUEUE }
                      - { id: breakfast, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - { id: approval, signal: { name: approval } }
            """);

    @Override
    public String name() {
        return "undo-preview-equals-execution";
    }

    @Override
    public void play(Stage stage) {
        Run run = stage.hire().start(DEFINITION, "{}");
        run.awaitSignalTask("approval");
        JsonNode plan = run.plan();
        String hash = plan.path("planHash").asText();
        run.mustNot("compensate", "{\"planHash\":\"other\",\"reason\":\"x\"}", 412, "PRECONDITION_FAILED");
        run.must("compensate", "{\"planHash\":\"" + hash + "\",\"reason\":\"as shown\"}");

        run.endsAs("COMPENSATED");
        List<String> planned = tasks(plan).stream().map(task -> task + ":undo").toList();
        List<String> undone =
                run.done().stream().filter(label -> label.endsWith(":undo")).toList();
        BrokenPromise.unless(
                undone.stream()
                        .sorted()
                        .toList()
                        .equals(planned.stream().sorted().toList()),
                "What is planned is undone and nothing else: " + planned + ".",
                undone);
        plan.path("items").forEach(item -> isDoneAsPlanned(stage, run, item));
    }

    private static List<String> tasks(JsonNode plan) {
        return StreamSupport.stream(plan.path("items").spliterator(), false)
                .map(item -> item.path("taskId").asText())
                .toList();
    }

    private static void isDoneAsPlanned(Stage stage, Run run, JsonNode item) {
        String undo = item.path("taskId").asText() + ":undo";
        Job job = stage.awaitJob(undo);
        BrokenPromise.unless(
                job.input().equals(item.path("input")),
                "An undo is given the input of the plan " + item + ".",
                job.input());
        item.path("after").forEach(before -> run.didBefore(before.asText() + ":undo", undo));
    }
}
