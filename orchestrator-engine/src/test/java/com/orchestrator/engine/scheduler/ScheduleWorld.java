package com.orchestrator.engine.scheduler;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleFire;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.api.schedule.Timing;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.JobQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.engine.service.ScheduleService.Target;
import com.orchestrator.testkit.Queries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** An engine that moves when it is told to, with workflow {@code shop/report} of one task, and a schedule {@code nightly}. */
final class ScheduleWorld {

    static final Target NIGHTLY = new Target("shop", "nightly", "kim", null);

    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: shop
            name: report
            tasks:
              - { id: make, task: make, compensate: { task: unmake } }
            """;

    /** The same with one more task behind it. */
    static final String TWO_TASKS = WORKFLOW + "  - { id: send, task: send }\n";

    /** The same, but it wants an input that the schedule does not give. */
    static final String OTHER_INPUT = WORKFLOW + "input: { schema: { type: object, required: [shop] } }\n";

    final SettableClock clock = SettableClock.standing();
    final InMemoryEngineStore store = new InMemoryEngineStore(clock);
    final SteppedEngine engine = server();

    ScheduleWorld() {
        register(WORKFLOW);
        // Tests count times from here: a whole ten seconds.
        clock.advance(Duration.ofMillis(10_000 - clock.instant().toEpochMilli() % 10_000));
    }

    SteppedEngine server() {
        return new SteppedEngine(SteppedEngine.ONE_LANE, store, List.of(), clock, new Random(1), nanos -> {});
    }

    void register(String workflow) {
        engine.workflows().registerWorkflow(workflow.getBytes(StandardCharsets.UTF_8));
    }

    ScheduleService service() {
        return engine.schedules();
    }

    static Timing everyTenSeconds() {
        return Timing.every(Duration.ofSeconds(10));
    }

    static ScheduleSpec spec(Timing timing, Overlap overlap) {
        return spec(timing, overlap, "{\"at\":\"${ schedule.at }\"}");
    }

    static ScheduleSpec spec(Timing timing, Overlap overlap, String input) {
        return new ScheduleSpec(
                "report",
                null,
                null,
                Payload.ofJson(input),
                timing.cron(),
                timing.seconds(),
                timing.every(),
                timing.offset(),
                timing.zone(),
                timing.dayMatch(),
                timing.exclude(),
                null,
                timing.startAt(),
                timing.endAt(),
                overlap,
                null,
                Map.of("by", "schedule"));
    }

    static ScheduleSpec job(Overlap overlap, String job) {
        return new ScheduleSpec(
                null,
                Payload.ofJson(job),
                null,
                null,
                List.of(),
                null,
                "10s",
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                overlap,
                null,
                Map.of());
    }

    /** Of type {@code make}, at most once tried. */
    Schedule putJob(Overlap overlap, JobHistory history) {
        String job = "{\"type\":\"make\",\"payload\":{\"at\":\"${ schedule.at }\"},\"retry\":{\"maxAttempts\":1},"
                + "\"history\":\"" + history.wireName() + "\"}";
        Schedule put = service().put(NIGHTLY, job(overlap, job), null, null).schedule();
        sweep();
        return put;
    }

    /** The newest first. */
    List<Job> jobs() {
        return engine.jobs()
                .listJobs(new JobQuery(null, Set.of(), null, false, new ListQuery(1_000, null)))
                .items();
    }

    Schedule put(Overlap overlap) {
        Schedule put = service()
                .put(NIGHTLY, spec(everyTenSeconds(), overlap), null, null)
                .schedule();
        sweep();
        return put;
    }

    /** Lets time pass, a second at a time, and everybody do what there is to do. */
    void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            sweep();
        }
    }

    void sweep() {
        engine.settle();
        engine.sweep();
        engine.settle();
    }

    Schedule nightly() {
        return service().get("shop", "nightly");
    }

    /** What became of the recent times, the oldest first. */
    List<ScheduleFire.Outcome> outcomes() {
        return nightly().last().stream()
                .sorted(Comparator.comparing(ScheduleFire::nominalAt))
                .map(ScheduleFire::outcome)
                .toList();
    }

    List<WorkflowInstance> runs(WorkflowState... states) {
        return engine.workflows()
                .listInstances(Queries.runs(Set.of(states), "shop", null, null, null, new ListQuery(1_000, null)))
                .items();
    }

    /** Takes one task and says that it is done. */
    String work() {
        LeasedTask task = poll(List.of()).get(0);
        poll(List.of(TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT)));
        return task.taskType();
    }

    /** Takes one task and says that it never will be. */
    void fail() {
        LeasedTask task = poll(List.of()).get(0);
        poll(List.of(TaskReport.failure(
                task.executionId(), task.fenceToken(), new Failure(FailureKind.FATAL, "BROKEN", null, null, null))));
    }

    private List<LeasedTask> poll(List<TaskReport> reports) {
        var answer = engine.tasks()
                .poll(new PollRequest(
                        "w",
                        List.of("make", "unmake"),
                        reports.isEmpty() ? 1 : 0,
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        reports,
                        List.of()));
        engine.settle();
        return answer.join().tasks();
    }

    Instant now() {
        return clock.instant();
    }
}
