package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.fleet.EncryptionStatus;
import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.LabelsUpdate;
import com.orchestrator.api.request.SignalRequest;
import com.orchestrator.engine.StartRefused;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a run carried is destroyed and its history stays; and keys of the ring that nothing needs any more are given up. */
class ErasureIT {

    private static final String CANARY = SealingServer.CANARY;

    /** Not that of what belongs to no run. */
    private static final String OF_RUNS = " AND instance_id <> '00000000-0000-0000-0000-000000000001'";

    private static final String PARENT = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: parent
            tasks:
              - { id: a, task: work, input: "${ input.x }", compensate: { task: work } }
              - { id: v, set: { v: "${ tasks.a.output.x }" } }
              - { id: m, map: { items: "${ [vars.v, 'b'] }" }, do: [ { id: i, task: work, input: "${ item }" } ] }
              - { id: w, signal: go }
              - { id: c, onError: continue, workflow: { name: child, input: { v: "${ vars.v }" } } }
            output: { got: "${ tasks.w.output.x }" }
            """;

    private final TestDatabase database = TestDatabase.create();

    private static SealingServer sealing(TestDatabase database) {
        SealingServer server = SealingServer.on(database, SealingServer.ring("first", 1));
        server.register(SealingServer.CHILD, PARENT);
        return server;
    }

    private static UUID ended(SealingServer server) {
        UUID parent = server.start("parent", "r");
        LeasedTask first = server.take("work");
        server.engine()
                .taskService()
                .log(List.of(new LogLine(
                        first.executionId(), first.fenceToken(), 1, null, LogLine.Level.INFO, "said " + CANARY)));
        server.complete(first);
        server.complete(server.take("work"));
        server.complete(server.take("work"));
        server.engine()
                .workflowService()
                .signalWorkflow(new Command<>(parent, new SignalRequest("go", null, SealingServer.JSON), "ann", null))
                .join();
        server.fail(server.take("work"), FailureKind.FATAL);
        assertThat(server.engine()
                        .workflowService()
                        .awaitResult(parent, Duration.ofSeconds(20))
                        .join()
                        .state())
                .isEqualTo(WorkflowState.COMPLETED);
        return parent;
    }

    private static void erase(SealingServer server, UUID run) {
        server.engine().retentionService().erasePayloads(command(run));
    }

    private static Command<ControlRequest> command(UUID run) {
        return new Command<>(run, new ControlRequest("asked for", null), "ann", null);
    }

    private static void assertRefused(ErrorCode code, String words, ThrowingCallable call) {
        assertThatThrownBy(() -> {
                    try {
                        call.call();
                    } catch (CompletionException failure) {
                        throw failure.getCause();
                    }
                })
                .isInstanceOfSatisfying(OrchestratorException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    assertThat(refusal.getMessage() + refusal.errors()).contains(words);
                });
    }

    /** All that anybody is shown of a run. */
    private static String shown(SealingServer server, UUID run) {
        var workflows = server.engine().workflowService();
        return workflows.getHistory(run, 0, 1_000).toString()
                + workflows.getTasks(run, new ListQuery(100, null))
                + workflows.getWorkflow(run)
                + workflows.getLog(run, new ListQuery(10, null))
                + workflows.explainWorkflow(run)
                + server.engine().retentionService().exportRun(run);
    }

    private UUID childOf(UUID parent) {
        return UUID.fromString(
                database.query("SELECT instance_id FROM workflow_instances WHERE parent_instance_id = '" + parent + "'")
                        .get(0));
    }

    @Test
    void whatATreeCarried_isGone_andItsHistoriesStay() {
        try (SealingServer server = sealing(database);
                SealingServer other = SealingServer.on(database, SealingServer.ring("first", 1))) {
            UUID parent = ended(server);
            UUID child = childOf(parent);
            long before = server.run(parent).sequenceNumber();
            assertThat(shown(server, parent)).contains(CANARY);
            assertRefused(ErrorCode.ILLEGAL_STATE, "without a parent", () -> erase(server, child));

            erase(server, parent);
            erase(other, parent);

            for (SealingServer each : List.of(server, other)) {
                for (UUID run : List.of(parent, child)) {
                    assertThat(shown(each, run))
                            .doesNotContain(CANARY)
                            .contains("PAYLOADS_ERASED", "What it carried was erased at");
                }
            }
            assertThat(database.query("SELECT 1 FROM data_keys WHERE wrapped IS NOT NULL" + OF_RUNS))
                    .isEmpty();
            HistoryEntry last = server.engine()
                    .workflowService()
                    .getHistory(parent, before, 10)
                    .items()
                    .get(0);
            assertThat(server.run(parent).sequenceNumber()).isEqualTo(before + 1);
            assertThat(last.type()).isEqualTo("PAYLOADS_ERASED");
            assertThat(last.actor()).isEqualTo("ann");
            assertThat(last.toString()).contains("asked for");
            assertThat(server.engine()
                            .workflowService()
                            .getTasks(parent, new ListQuery(100, null))
                            .items())
                    .extracting(TaskExecution::taskId)
                    .containsExactly("a", "i", "i");
        }
    }

    @Test
    void erasedRun_isLabelledAndDeleted_andNothingElse() {
        try (SealingServer server = sealing(database);
                SealingServer other = SealingServer.on(database, SealingServer.ring("first", 1))) {
            UUID parent = ended(server);
            String hash = server.engine()
                    .workflowService()
                    .getCompensationPlan(parent, new CompensateRequest(null, null, null, null, false, null))
                    .planHash();
            erase(server, parent);

            for (SealingServer each : List.of(server, other)) {
                assertRefused(
                        ErrorCode.PAYLOADS_ERASED,
                        "is erased",
                        () -> each.engine()
                                .workflowService()
                                .triggerCompensation(new Command<>(
                                        parent,
                                        new CompensateRequest(
                                                null,
                                                null,
                                                CompensateRequest.Then.STOP,
                                                hash.split("\\.")[0],
                                                false,
                                                "test"),
                                        "ann",
                                        null))
                                .join());
            }
            other.engine()
                    .workflowService()
                    .changeLabels(new Command<>(
                            parent, new LabelsUpdate(Map.of("tier", "gold"), List.of(), null), "ann", null))
                    .join();
            assertThat(server.run(parent).labels()).containsEntry("tier", "gold");
            server.engine().retentionService().deleteRun(command(parent));
            assertThat(database.query("SELECT 1 FROM data_keys WHERE TRUE" + OF_RUNS))
                    .isEmpty();
        }
    }

    @Test
    void whatMustNotBeErased_isRefused() {
        UUID plain;
        try (SealingServer unsealed = SealingServer.on(database, null)) {
            unsealed.register(SealingServer.CHILD);
            plain = unsealed.start("child", "plain");
            unsealed.complete(unsealed.take("work"));
            assertRefused(ErrorCode.ILLEGAL_STATE, "orchestrator.encryption.keys", () -> erase(unsealed, plain));
        }
        try (SealingServer server = sealing(database)) {
            assertRefused(ErrorCode.ILLEGAL_STATE, "was started on a server without keys", () -> erase(server, plain));
            assertRefused(ErrorCode.NOT_FOUND, "There is no instance", () -> erase(server, UUID.randomUUID()));
            UUID run = server.start("child", "r");
            assertRefused(ErrorCode.ILLEGAL_STATE, "but it is RUNNING", () -> erase(server, run));
            LeasedTask task = server.take("work");
            server.engine()
                    .workflowService()
                    .terminateWorkflow(new Command<>(run, new ControlRequest("stop", false), "ann", null))
                    .join();
            server.engine()
                    .workflowService()
                    .changeLabels(new Command<>(
                            run, new LabelsUpdate(Map.of("legal-hold", "1"), List.of(), null), "ann", null))
                    .join();
            assertRefused(ErrorCode.ILLEGAL_STATE, "legal hold", () -> erase(server, run));
            server.engine()
                    .workflowService()
                    .changeLabels(
                            new Command<>(run, new LabelsUpdate(Map.of(), List.of("legal-hold"), null), "ann", null))
                    .join();
            erase(server, run);
            assertRefused(ErrorCode.PAYLOADS_ERASED, "is erased", () -> server.complete(task));
            assertThat(server.run(run).input().toString()).contains("PAYLOADS_ERASED");
        }
    }

    @Test
    void jobOfWhichOnlyTheOutcomeIsKept_isErased() {
        try (SealingServer server = sealing(database)) {
            UUID id = server.engine()
                    .jobService()
                    .putJob(new JobRequest(
                            "cost",
                            SealingServer.JSON,
                            "j",
                            null,
                            null,
                            null,
                            null,
                            "jobs",
                            null,
                            null,
                            null,
                            JobHistory.OUTCOME,
                            null))
                    .join()
                    .instanceId();
            assertRefused(ErrorCode.ILLEGAL_STATE, "but it is RUNNING", () -> erase(server, id));
            server.complete(server.take("jobs"));
            assertThat(server.engine().jobService().getJob("j").output()).isEqualTo(SealingServer.JSON);

            erase(server, id);

            Job job = server.engine().jobService().getJob("j");
            assertThat(job.output()).isEqualTo(HiddenParts.ERASED);
            assertThat(job.payload()).isNotEqualTo(SealingServer.JSON);
        }
    }

    @Test
    void keyThatNothingNeeds_isGivenUp() {
        UUID run;
        UUID erased;
        try (SealingServer server = sealing(database)) {
            run = server.start("child", "goes on");
            erased = server.start("child", "erased");
            server.complete(server.take("work"));
            server.complete(server.take("work"));
            erase(server, erased);
        }
        try (SealingServer server = SealingServer.on(database, SealingServer.ring("second", 2, "first", 1))) {
            var encryption = server.engine().encryptionService();
            UUID later = server.start("child", "later");
            assertRefused(ErrorCode.ILLEGAL_STATE, "2 data keys", () -> encryption.retire("first"));
            assertRefused(ErrorCode.ILLEGAL_STATE, "'second' is the first one", () -> encryption.retire("second"));

            assertThat(encryption.rewrap(null).rewrapped())
                    .as("that of the run, and that of what belongs to no run")
                    .isEqualTo(2);
            assertThat(encryption.rewrap(null).rewrapped()).isZero();
            EncryptionStatus status = encryption.status();
            assertThat(status.primary()).isEqualTo("second");
            assertThat(status.erased()).isEqualTo(1);
            assertThat(status.keys())
                    .extracting(EncryptionStatus.Key::keyId, EncryptionStatus.Key::dataKeys)
                    .containsExactly(tuple("first", 0L), tuple("second", 3L));
            assertThat(server.run(run).input()).isEqualTo(SealingServer.JSON);
            assertThatThrownBy(() -> SealingServer.on(database, SealingServer.ring("second", 2)))
                    .isInstanceOf(StartRefused.class);

            encryption.retire("first");
            assertRefused(ErrorCode.NOT_FOUND, "'first'", () -> encryption.retire("first"));
            assertThat(server.run(later).input()).isEqualTo(SealingServer.JSON);
        }
        try (SealingServer server = SealingServer.on(database, SealingServer.ring("second", 2))) {
            assertThat(server.run(run).output()).isNull();
            assertThat(server.run(run).input()).isEqualTo(SealingServer.JSON);
            assertThat(server.run(erased).input()).isEqualTo(HiddenParts.ERASED);
        }
    }
}
