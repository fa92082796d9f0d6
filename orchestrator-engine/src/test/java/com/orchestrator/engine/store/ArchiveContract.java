package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.LabelsUpdate;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.ImportedRuns;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.testkit.Queries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is exported comes back elsewhere with the same history and the same hash, and nothing else comes in. */
interface ArchiveContract extends StoreUnderTest {

    String PARENT = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: shop
            name: parent
            searchAttributes: { n: "${ input.n }" }
            tasks:
              - { id: sub, workflow: { name: child, input: { "n": 1.50, "text": "a\\nb" } } }
            """;
    String CHILD = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: shop
            name: child
            tasks:
              - { id: a, task: a, compensate: { task: u } }
            """;

    private static OrchestratorEngine engine(EngineStore store) {
        return new OrchestratorEngine(EngineConfig.DEFAULT, store, new DefinitionCompiler(new ExpressionCompiler()));
    }

    private static UUID run(OrchestratorEngine engine) {
        for (String definition : List.of(CHILD, PARENT)) {
            engine.workflowService().registerWorkflow(definition.getBytes(StandardCharsets.UTF_8));
        }
        UUID parent = engine.workflowService()
                .startWorkflow(new StartWorkflowRequest(
                        "shop",
                        "parent",
                        "p-1",
                        Payload.ofJson("{\"n\":\n  1.50}"),
                        Map.of("tier", "gold", "area", "north", "b", "c"),
                        null,
                        null,
                        null,
                        null))
                .join()
                .instanceId();
        LeasedTask task = engine.taskService()
                .poll(new PollRequest("w", List.of("a"), 1, Duration.ofSeconds(20), null, List.of(), List.of()))
                .join()
                .tasks()
                .get(0);
        engine.taskService()
                .completeTask(
                        "w", TaskReport.success(task.executionId(), task.fenceToken(), Payload.ofJson("[1.0,\n2]")))
                .join();
        engine.workflowService().awaitResult(parent, Duration.ofSeconds(20)).join();
        return parent;
    }

    private static List<HistoryEntry> history(OrchestratorEngine engine, UUID run) {
        return engine.workflowService().getHistory(run, 0, 100).items();
    }

    private static UUID child(OrchestratorEngine engine, UUID parent) {
        return engine.workflowService()
                .listInstances(Queries.runs(Set.of(), null, null, null, parent, new ListQuery(10, null)))
                .items()
                .get(0)
                .instanceId();
    }

    @Test
    default void whatIsExported_comesBackElsewhere_asItWas() {
        try (OrchestratorEngine here = engine(store());
                OrchestratorEngine there = engine(new InMemoryEngineStore(SettableClock.standing()))) {
            UUID parent = run(here);
            UUID child = child(here, parent);
            String text = here.retentionService().exportRun(parent);
            assertThat(text.lines()).hasSize(4).allMatch(line -> line.startsWith("{\"format\":\"orchestrator-"));

            ImportedRuns first = there.retentionService().importRuns(text, "ann");
            ImportedRuns again = there.retentionService().importRuns(text, "ann");

            assertThat(first).isEqualTo(new ImportedRuns(2, 0, 2));
            assertThat(again).isEqualTo(new ImportedRuns(0, 2, 0));
            assertSame(here, there, parent);
            assertSame(here, there, child);
            assertThat(there.retentionService().exportRun(parent)).isEqualTo(text);
        }
    }

    @Test
    default void whatIsDeleted_comesBackFromItsExport() {
        try (OrchestratorEngine engine = engine(store())) {
            UUID parent = run(engine);
            WorkflowInstance before = engine.workflowService().getWorkflow(parent);
            List<HistoryEntry> history = history(engine, parent);
            String text = engine.retentionService().exportRun(parent);
            engine.retentionService().deleteRun(new Command<>(parent, new ControlRequest("test", null), "ann", null));

            assertThat(engine.retentionService().importRuns(text, "ann").imported())
                    .isEqualTo(2);

            assertThat(engine.workflowService().getWorkflow(parent)).isEqualTo(before);
            assertThat(history(engine, parent)).isEqualTo(history);
            assertThat(engine.workflowService()
                            .listInstances(
                                    Queries.runs(Set.of(), "shop", "parent", "p-1", null, new ListQuery(10, null)))
                            .items())
                    .hasSize(1);
            assertThat(engine.retentionService().exportRun(parent)).isEqualTo(text);
        }
    }

    private static void assertSame(OrchestratorEngine here, OrchestratorEngine there, UUID run) {
        assertThat(there.workflowService().getWorkflow(run))
                .isEqualTo(here.workflowService().getWorkflow(run));
        assertThat(history(there, run)).isEqualTo(history(here, run));
        assertThat(there.workflowService()
                        .getTasks(run, new ListQuery(10, null))
                        .items()
                        .size())
                .isEqualTo(here.workflowService()
                        .getTasks(run, new ListQuery(10, null))
                        .items()
                        .size());
    }

    @Test
    default void whatWasChanged_orIsOfAnotherForm_isRefusedWithItsLine_andNothingComesIn() {
        try (OrchestratorEngine here = engine(store());
                OrchestratorEngine there = engine(new InMemoryEngineStore(SettableClock.standing()))) {
            UUID parent = run(here);
            String text = here.retentionService().exportRun(parent);

            assertRefused(there, text.replace("[1.0,", "[1.1,"), "Line 4: The line has events whose hash");
            assertRefused(
                    there, text.replace("orchestrator-run/1", "orchestrator-run/9"), "is of form 'orchestrator-run/9'");
            assertRefused(there, text.substring(0, text.length() - 40), "cannot be read");
            assertRefused(there, "{}", "Line 1: The line is of form ''");
            assertRefused(there, "no JSON", "Line 1");
            assertThat(there.workflowService()
                            .listInstances(Queries.runs(Set.of(), null, null, null, null, new ListQuery(10, null)))
                            .items())
                    .isEmpty();
        }
    }

    private static void assertRefused(OrchestratorEngine engine, String text, String message) {
        assertThatThrownBy(() -> engine.retentionService().importRuns(text, "ann"))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.ARCHIVE_INVALID));
    }

    @Test
    default void runWhoseNameIsTaken_isRefused() {
        try (OrchestratorEngine here = engine(store());
                OrchestratorEngine there = engine(new InMemoryEngineStore(SettableClock.standing()))) {
            String text = here.retentionService().exportRun(run(here));
            run(there);

            assertThatThrownBy(() -> there.retentionService().importRuns(text, "ann"))
                    .isInstanceOfSatisfying(
                            OrchestratorException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.RUN_ID_CONFLICT));
        }
    }

    @Test
    default void labels_areChanged_inWhateverState_andKeepARunWhileTheySaySo() {
        try (OrchestratorEngine engine = engine(store())) {
            UUID parent = run(engine);
            UUID child = child(engine, parent);
            long before = engine.workflowService().getWorkflow(child).sequenceNumber();

            WorkflowInstance held = label(engine, child, Map.of(RetentionStore.LEGAL_HOLD, "case 7"), List.of());
            assertThat(held.labels()).isEqualTo(Map.of(RetentionStore.LEGAL_HOLD, "case 7"));
            assertThat(held.sequenceNumber()).isEqualTo(before + 1);
            assertThat(label(engine, child, Map.of(RetentionStore.LEGAL_HOLD, "case 7"), List.of("none"))
                            .sequenceNumber())
                    .isEqualTo(before + 1);
            assertThat(label(engine, parent, Map.of("tier", "silver"), List.of("area", "b"))
                            .labels())
                    .isEqualTo(Map.of("tier", "silver"));

            assertThat(engine.workflowService().getWorkflow(parent).labels()).isEqualTo(Map.of("tier", "silver"));
            HistoryEntry last =
                    history(engine, parent).get(history(engine, parent).size() - 1);
            assertThat(last.type()).isEqualTo("LABELS_CHANGED");
            assertThat(last.actor()).isEqualTo("ann");
            assertThat(last.data())
                    .hasToString("{\"set\":{\"tier\":\"silver\"},\"removed\":[\"area\",\"b\"],\"reason\":\"why\"}");
            assertThat(labelled(engine, "tier", "silver")).containsExactly(parent);
            assertThat(labelled(engine, "tier", "gold")).isEmpty();
            assertThatThrownBy(() -> delete(engine, parent)).hasMessageContaining("without a legal hold");

            label(engine, child, Map.of(), List.of(RetentionStore.LEGAL_HOLD));
            delete(engine, parent);
        }
    }

    private static WorkflowInstance label(
            OrchestratorEngine engine, UUID run, Map<String, String> set, List<String> removed) {
        return engine.workflowService()
                .changeLabels(new Command<>(run, new LabelsUpdate(set, removed, "why"), "ann", null))
                .join();
    }

    private static List<UUID> labelled(OrchestratorEngine engine, String key, String value) {
        return engine
                .workflowService()
                .listInstances(
                        new InstanceQuery(RunFilter.is(new RunField.Label(key), value), false, new ListQuery(10, null)))
                .items()
                .stream()
                .map(WorkflowInstance::instanceId)
                .toList();
    }

    private static void delete(OrchestratorEngine engine, UUID run) {
        engine.retentionService().deleteRun(new Command<>(run, new ControlRequest("test", null), "ann", null));
    }
}
