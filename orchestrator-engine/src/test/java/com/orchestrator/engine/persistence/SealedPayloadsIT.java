package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.orchestrator.api.batch.BatchOperation;
import com.orchestrator.api.batch.BatchRequest;
import com.orchestrator.api.incident.IncidentView;
import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.SignalRequest;
import com.orchestrator.api.request.TaskRepair;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.StartRefused;
import com.orchestrator.engine.incident.IncidentFilter;
import com.orchestrator.engine.incident.IncidentGroupFilter;
import com.orchestrator.engine.seal.KeyRing;
import com.orchestrator.engine.seal.MissingKey;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.testkit.Queries;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What runs and jobs carry is in no table of a server that seals, and everybody is shown it all the same. */
class SealedPayloadsIT {

    private static final String CANARY = SealingServer.CANARY;
    private static final Payload JSON = SealingServer.JSON;
    private static final KeyRing RING = SealingServer.ring("first", 1);

    /** Not that of schedules and batches. */
    private static final String OF_RUNS = "instance_id <> '00000000-0000-0000-0000-000000000001'";

    /** Each kind of place in which a payload rests. */
    private static final String PARENT = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: parent
            tasks:
              - { id: a, task: work, input: "${ input.x }", retry: { maxAttempts: 2, initialInterval: 1ms } }
              - { id: s, set: { v: "${ tasks.a.output.x }" } }
              - { id: m, map: { items: "${ [vars.v] }" }, do: [ { id: i, task: work, input: "${ item }" } ] }
              - { id: w, signal: go }
              - { id: c, onError: continue, workflow: { name: child, input: { v: "${ vars.v }" } } }
              - { id: z, task: work }
            output: { got: "${ tasks.w.output.x }" }
            """;

    private final TestDatabase database = TestDatabase.create();

    /** The one of which no table may have it; null where it is to be found. */
    private @Nullable PostgresEngineStore sealing;

    /** Through all kinds of places; what is on the way between two runs is looked for by the pure tests. */
    private UUID live(SealingServer server) {
        UUID parent = server.start("parent", "r");
        LeasedTask first = server.take("work");
        assertThat(first.input().toString()).contains(CANARY);
        server.engine()
                .taskService()
                .renewLease("w", new LeaseRenewal(first.executionId(), first.fenceToken(), JSON))
                .join();
        server.engine()
                .taskService()
                .log(List.of(new LogLine(
                        first.executionId(), first.fenceToken(), 1, null, LogLine.Level.INFO, "said " + CANARY)));
        assertPlaces(server);
        server.fail(first, FailureKind.RETRYABLE);
        LeasedTask again = server.take("work");
        assertThat(String.valueOf(again.lastProgress())).contains(CANARY);
        server.complete(again);
        LeasedTask item = server.take("work");
        assertThat(item.input().toString()).isEqualTo("\"" + CANARY + "\"");
        server.complete(item);
        server.engine()
                .workflowService()
                .signalWorkflow(new Command<>(parent, new SignalRequest("go", null, JSON), "ann", null))
                .join();
        LeasedTask inChild = server.take("work");
        assertThat(inChild.input().toString()).contains(CANARY);
        server.fail(inChild, FailureKind.FATAL);
        return parent;
    }

    /** Looks on the way, too, since rows come and go. */
    private void assertPlaces(SealingServer server) {
        if (server.store() == sealing) {
            assertThat(tablesWith(CANARY)).isEmpty();
        }
    }

    private void shown(SealingServer server, UUID parent) {
        assertThat(server.engine()
                        .workflowService()
                        .getHistory(parent, 0, 1_000)
                        .toString())
                .contains(CANARY);
        assertThat(server.engine()
                        .workflowService()
                        .getLog(parent, new ListQuery(10, null))
                        .items())
                .extracting(LogLine::message)
                .containsExactly("said " + CANARY);
        assertThat(server.engine()
                        .workflowService()
                        .getTasks(parent, new ListQuery(100, null))
                        .toString())
                .contains(CANARY);
        InstanceQuery failed =
                Queries.runs(Set.of(WorkflowState.FAILED), null, null, null, parent, new ListQuery(10, null));
        WorkflowInstance child =
                server.engine().workflowService().listInstances(failed).items().get(0);
        assertThat(child.cause().message()).contains(CANARY);
        assertThat(server.run(child.instanceId()).cause().message()).contains(CANARY);
        IncidentView incident = server.engine()
                .incidentService()
                .list(IncidentFilter.openOf(parent), new ListQuery(10, null))
                .items()
                .get(0);
        assertThat(incident.message()).contains(CANARY);
        assertThat(server.engine()
                        .incidentService()
                        .groups(IncidentGroupFilter.ALL, new ListQuery(10, null))
                        .items()
                        .get(0)
                        .sample())
                .contains(CANARY);
    }

    private static void jobs(SealingServer server) {
        for (JobHistory history : JobHistory.values()) {
            server.engine()
                    .jobService()
                    .putJob(new JobRequest(
                            "cost",
                            JSON,
                            "job-" + history,
                            null,
                            null,
                            null,
                            null,
                            "jobs",
                            null,
                            null,
                            null,
                            history,
                            null))
                    .join();
        }
    }

    /** What belongs to no run yet. */
    private static void plans(SealingServer server, UUID run) {
        ScheduleSpec daily = new ScheduleSpec(
                "child",
                null,
                null,
                JSON,
                List.of("0 3 * * *"),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                Map.of());
        server.engine()
                .scheduleService()
                .put(new ScheduleService.Target("test", "nightly", "ann", null), daily, null, "as ever");
        server.engine()
                .batchService()
                .create(
                        new BatchRequest(
                                BatchOperation.SIGNAL,
                                null,
                                List.of(run),
                                null,
                                Payload.ofJson("{\"name\":\"go\",\"payload\":" + JSON + "}"),
                                null,
                                "as ever"),
                        "ann");
    }

    private static void plansAreShown(SealingServer server, UUID run) {
        ScheduleService schedules = server.engine().scheduleService();
        assertThat(schedules.get("test", "nightly").input()).isEqualTo(JSON);
        assertThat(schedules
                        .listChanges("test", "nightly", new ListQuery(10, null))
                        .toString())
                .contains(CANARY);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> server.engine()
                        .workflowService()
                        .getHistory(run, 0, 1_000)
                        .toString()
                        .contains("BATCH_APPLIED"));
    }

    private static void doJobs(SealingServer server) {
        for (int i = 0; i < JobHistory.values().length; i++) {
            LeasedTask task = server.take("jobs");
            assertThat(task.input()).isEqualTo(JSON);
            server.complete(task);
        }
        Job done = server.engine().jobService().getJob("job-OUTCOME");
        assertThat(done.output()).isEqualTo(JSON);
        assertThat(server.engine().jobService().getJob("job-FULL").output()).isEqualTo(JSON);
    }

    @Test
    void noTable_hasWhatRunsAndJobsCarry_andEverybodyIsShownIt() {
        try (SealingServer server = SealingServer.on(database, RING)) {
            sealing = server.store();
            server.register(SealingServer.CHILD, PARENT);
            UUID parent = live(server);
            LeasedTask last = server.take("work");
            assertPlaces(server);
            jobs(server);
            plans(server, parent);
            assertPlaces(server);
            doJobs(server);
            plansAreShown(server, parent);
            server.fail(last, FailureKind.SUSPEND);

            shown(server, parent);
            assertPlaces(server);
            assertThat(database.query("SELECT count(*) FROM data_keys WHERE wrapped IS NOT NULL AND " + OF_RUNS))
                    .as("the runs and the jobs that have left something")
                    .containsExactly("4");
        }
        try (SealingServer another = SealingServer.on(database, RING)) {
            doneElsewhere(another);
        }
    }

    /** A server that comes later has no key in memory. */
    private void doneElsewhere(SealingServer server) {
        assertThat(server.engine().scheduleService().get("test", "nightly").input())
                .isEqualTo(JSON);
        UUID parent = UUID.fromString(
                database.query("SELECT instance_id FROM workflow_instances WHERE workflow_name = 'parent'")
                        .get(0));
        shown(server, parent);
        server.engine()
                .workflowService()
                .completeTask("z", new Command<>(parent, new TaskRepair(null, JSON, null, null, "done"), "ann", null))
                .join();
        assertThat(server.run(parent).output()).isEqualTo(Payload.ofJson("{\"got\":\"" + CANARY + "\"}"));
        assertThat(tablesWith(CANARY)).isEmpty();
    }

    @Test
    void withoutRing_theSameIsFound() {
        try (SealingServer server = SealingServer.on(database, null)) {
            server.register(SealingServer.CHILD, PARENT);
            UUID parent = live(server);
            LeasedTask last = server.take("work");
            jobs(server);
            plans(server, parent);
            assertThat(tablesWith(CANARY)).contains("task_executions", "schedules", "schedule_changes", "batches");
            doJobs(server);
            server.fail(last, FailureKind.SUSPEND);

            shown(server, parent);
            assertThat(tablesWith(CANARY))
                    .contains(
                            "events", "workflow_instances", "task_log_lines", "task_progress", "incidents", "job_ends");
            assertThat(database.query("SELECT 1 FROM data_keys UNION ALL SELECT 1 FROM ring_keys"))
                    .isEmpty();
        }
    }

    @Test
    void runsThatWerePlain_areReadAndGoOn_withARing() {
        UUID plain;
        try (SealingServer server = SealingServer.on(database, null)) {
            server.register(SealingServer.CHILD, PARENT);
            plain = server.start("child", "before");
        }
        try (SealingServer server = SealingServer.on(database, RING)) {
            UUID sealed = server.start("child", "after");
            server.complete(server.take("work"));
            server.complete(server.take("work"));

            for (UUID run : List.of(plain, sealed)) {
                assertThat(server.run(run).state()).isEqualTo(WorkflowState.COMPLETED);
                assertThat(server.run(run).input()).isEqualTo(JSON);
            }
            assertThat(database.query("SELECT instance_id FROM data_keys WHERE " + OF_RUNS))
                    .containsExactly(sealed.toString());
        }
    }

    @Test
    void serverWithoutTheKeys_saysSoWhenItStarts() {
        SealingServer.on(database, RING).close();

        assertThatThrownBy(() -> PostgresEngineStore.connect(database.config()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("'first'");
        assertThatThrownBy(() -> PostgresEngineStore.connect(database.config(), SealingServer.ring("second", 1)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("'first'");
        assertThatThrownBy(() -> PostgresEngineStore.connect(database.config(), SealingServer.ring("first", 2)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("another one");
    }

    @Test
    void serverThatWasThereBefore_setsSealedRunsAside_andDamagesNothing() {
        try (SealingServer without = SealingServer.on(database, null);
                SealingServer with = SealingServer.on(database, RING)) {
            with.register(SealingServer.CHILD, PARENT);
            UUID run = with.start("child", "r");
            assertThatThrownBy(() -> without.run(run))
                    .isInstanceOf(MissingKey.class)
                    .hasMessageContaining("'first'");
            assertThat(without.engine()
                            .taskService()
                            .poll(new PollRequest(
                                    "w", List.of("work"), 1, Duration.ofSeconds(3), null, List.of(), List.of()))
                            .join()
                            .tasks())
                    .isEmpty();
            WorkflowInstance aside = without.run(run);
            assertThat(aside.state()).isEqualTo(WorkflowState.SUSPENDED);
            assertThat(aside.incident().message()).contains("'first'", "orchestrator.encryption.keys");

            with.engine()
                    .workflowService()
                    .retryWorkflow(new Command<>(run, new ControlRequest("here is the key", null), "ann", null))
                    .join();
            with.complete(with.take("work"));
            assertThat(with.run(run).state()).isEqualTo(WorkflowState.COMPLETED);
        }
    }

    /** Names of tables of which a row has it, as text or in bytes. */
    private List<String> tablesWith(String text) {
        String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
        try (Connection connection = database.connect()) {
            return TestDatabase.query(
                            connection,
                            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
                    .stream()
                    .filter(table -> !TestDatabase.query(
                                    connection,
                                    "SELECT 1 FROM " + table + " AS row WHERE row::text LIKE '%" + text
                                            + "%' OR row::text LIKE '%" + hex + "%' LIMIT 1")
                            .isEmpty())
                    .toList();
        } catch (SQLException e) {
            throw new IllegalStateException("The test database cannot be reached", e);
        }
    }
}
