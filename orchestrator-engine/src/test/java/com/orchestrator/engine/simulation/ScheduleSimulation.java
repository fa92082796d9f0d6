package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.FireState;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.service.JobQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.ScheduleService.Target;
import com.orchestrator.engine.store.StoreUnavailableException;
import com.orchestrator.testkit.Queries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One case: schedules on one server or two that are killed at random over a database that fails, with workers that take their
 * time and people who trigger and pause. The judge knows when each schedule is due, and looks at runs and nothing else.
 */
final class ScheduleSimulation {

    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: shop
            name: report
            tasks:
              - { id: make, task: make, timeouts: { lease: 10m }, compensate: { task: unmake } }
            """;

    private static final Duration LIFE = Duration.ofMinutes(3);
    private static final int STEPS_MAX = 300;
    private static final int HEALING_ROUNDS_MAX = 600;
    private static final Overlap[] OVERLAPS = Overlap.values();

    /** Jobs are looked at once in so many times, since each look reads all of them. */
    private static final int JOB_LOOKS = 10;

    private static final int[] WINDOWS = {5, 60, 3_600};
    private static final List<Optional<JobHistory>> JOBS = List.of(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(JobHistory.FULL),
            Optional.of(JobHistory.OUTCOME),
            Optional.of(JobHistory.NONE));

    final Servers servers;
    private final Random random;
    private final Instant end;
    private final List<Own> schedules = new ArrayList<>();
    private final List<LeasedTask> tasks = new ArrayList<>();
    private final boolean hasPauses;
    private int looks;

    /** Looks at jobs and nothing else, over a database that never fails. */
    private final SteppedEngine observer;

    /** What workers were given of each job: the runs that went by its id. */
    private final Map<String, Set<UUID>> seen = new HashMap<>();

    /**
     * @param seconds between two times
     * @param job how much is kept of the jobs that it puts; null when it starts a workflow
     */
    private record Own(
            String name,
            int seconds,
            Overlap overlap,
            int window,
            @Nullable JobHistory job) {

        ScheduleKey key() {
            return new ScheduleKey("shop", name);
        }

        Target target() {
            return new Target("shop", name, "kim", null);
        }
    }

    ScheduleSimulation(long seed, Story story) {
        random = new Random(seed);
        servers = new Servers(
                random, List.of(), 1 + random.nextInt(2), Servers.Weather.of(random), new Oddities(0), story, Map.of());
        hasPauses = random.nextInt(4) == 0;
        observer = new SteppedEngine(
                SteppedEngine.ONE_LANE, servers.store, List.of(), servers.clock, new Random(seed), nanos -> {});
        servers.all().get(0).workflows().registerWorkflow(WORKFLOW.getBytes(StandardCharsets.UTF_8));
        end = servers.clock.instant().plus(LIFE);
        for (int i = 0; i <= random.nextInt(3); i++) {
            schedules.add(new Own(
                    "s" + i,
                    2 + random.nextInt(20),
                    OVERLAPS[random.nextInt(OVERLAPS.length)],
                    WINDOWS[random.nextInt(WINDOWS.length)],
                    JOBS.get(random.nextInt(JOBS.size())).orElse(null)));
        }
        story.tell(() -> schedules.toString());
    }

    void play() {
        schedules.forEach(this::put);
        for (int i = random.nextInt(STEPS_MAX); i > 0; i--) {
            act();
            judgeOverlap();
            servers.throwFaults();
        }
        servers.calmDown();
        schedules.forEach(this::put);
        schedules.forEach(own -> ask(engine -> engine.schedules().resume(own.target())));
        heal();
        schedules.forEach(this::judge);
    }

    // ---- chaos

    private void act() {
        Own own = schedules.get(random.nextInt(schedules.size()));
        switch (random.nextInt(24)) {
            case 0 -> put(own);
            case 1 -> ask(engine -> engine.schedules().trigger(own.target(), null, null));
            case 2 -> pauseOrResume(own);
            case 3 -> servers.kill();
            case 4, 5, 6, 7, 8 -> servers.pass(Duration.ofMillis(random.nextInt(4_000)));
            case 9, 10, 11, 12, 13 -> servers.sweep();
            case 14, 15 -> poll();
            case 16, 17, 18 -> report();
            default -> servers.step();
        }
    }

    private void put(Own own) {
        ScheduleSpec spec = new ScheduleSpec(
                own.job == null ? "report" : null,
                own.job == null ? null : job(own.job),
                null,
                own.job == null ? Payload.ofJson("{\"at\":\"${ schedule.at }\"}") : null,
                List.of(),
                null,
                own.seconds + "s",
                null,
                null,
                null,
                List.of(),
                null,
                null,
                end,
                own.overlap,
                new ScheduleSpec.CatchUp(Duration.ofSeconds(own.window)),
                Map.of());
        ask(engine -> engine.schedules().put(own.target(), spec, null, null));
    }

    private static Payload job(JobHistory history) {
        return Payload.ofJson("{\"type\":\"make\",\"payload\":{\"at\":\"${ schedule.at }\"},"
                + "\"timeouts\":{\"lease\":\"10m\"},\"history\":\"" + history.wireName() + "\"}");
    }

    private void pauseOrResume(Own own) {
        if (hasPauses && random.nextBoolean()) {
            ask(engine -> engine.schedules().pause(own.target(), "lunch"));
        } else if (hasPauses) {
            ask(engine -> engine.schedules().resume(own.target()));
        }
    }

    /** Whatever becomes of it. */
    private void ask(Consumer<SteppedEngine> question) {
        servers.call(
                engine -> {
                    try {
                        question.accept(engine);
                        return CompletableFuture.completedFuture(true);
                    } catch (OrchestratorException | StoreUnavailableException failure) {
                        return CompletableFuture.failedFuture(failure);
                    }
                },
                Servers.told(done -> {}));
    }

    private void poll() {
        PollRequest request = new PollRequest(
                "w", List.of("make", "unmake"), 3, Duration.ZERO, Duration.ofMinutes(10), List.of(), List.of());
        servers.call(engine -> engine.tasks().poll(request), Servers.<PollResponse>told(answer -> {
            tasks.addAll(answer.tasks());
            answer.tasks()
                    .forEach(task -> seen.computeIfAbsent(task.runId(), run -> new HashSet<>())
                            .add(task.instanceId()));
        }));
    }

    private void report() {
        if (!tasks.isEmpty()) {
            LeasedTask task = tasks.remove(random.nextInt(tasks.size()));
            TaskReport report = TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT);
            servers.call(engine -> engine.tasks().completeTask("w", report), Servers.told(done -> {}));
        }
    }

    // ---- healing

    private void heal() {
        for (int i = 0; i < HEALING_ROUNDS_MAX; i++) {
            servers.settle();
            if (isQuiet()) {
                return;
            }
            poll();
            servers.settle();
            while (!tasks.isEmpty()) {
                report();
            }
            servers.settle();
            judgeOverlap();
            servers.pass(Duration.ofSeconds(1 + random.nextInt(3)));
            servers.sweep();
            servers.throwFaults();
        }
        throw new AssertionError("Schedules do not come to their end: "
                + schedules.stream().map(this::fires).toList());
    }

    private boolean isQuiet() {
        return servers.clock.instant().isAfter(end)
                && schedules.stream().allMatch(own -> stored(own).progress().wakeAt() == null)
                && runs().stream().allMatch(run -> run.state().isTerminal())
                && schedules.stream()
                        .flatMap(own -> jobs(own).stream())
                        .allMatch(job -> job.state().isOver());
    }

    private StoredSchedule stored(Own own) {
        return servers.store.schedules().find(own.key()).orElseThrow().schedule();
    }

    private List<Fire> fires(Own own) {
        return servers.store.schedules().lastFires(own.key(), 1_000);
    }

    private List<WorkflowInstance> runs() {
        return servers.store
                .reads()
                .listInstances(Queries.runs(Set.of(), null, null, null, null, new ListQuery(1_000, null)))
                .items();
    }

    private List<WorkflowInstance> runs(Own own) {
        return runs().stream()
                .filter(run -> run.runId().startsWith("schedule/" + own.name + "/"))
                .toList();
    }

    private List<Job> jobs(Own own) {
        return own.job == null
                ? List.of()
                : observer
                        .jobs()
                        .listJobs(new JobQuery(null, Set.of(), null, false, new ListQuery(1_000, null)))
                        .items()
                        .stream()
                        .filter(job -> job.jobId().startsWith("schedule/" + own.key() + "/"))
                        .toList();
    }

    /** Names of what was started, and whether it goes on. */
    private Stream<Map.Entry<String, Boolean>> started(Own own) {
        return own.job == null
                ? runs(own).stream()
                        .map(run -> Map.entry(run.runId(), !run.state().isTerminal()))
                : jobs(own).stream()
                        .map(job -> Map.entry(job.jobId(), !job.state().isOver()));
    }

    private static String nameOf(Own own, Fire fire) {
        return own.job == null ? fire.runId() : "schedule/" + own.key() + "/" + fire.nominalAt();
    }

    // ---- judging

    /** At any moment: no two runs of one schedule, unless that is allowed. */
    private void judgeOverlap() {
        for (Own own : schedules) {
            if (own.overlap != Overlap.ALLOW_ALL && (own.job == null || ++looks % JOB_LOOKS == 0)) {
                assertThat(started(own).filter(Map.Entry::getValue))
                        .as("runs of %s at once", own)
                        .hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    private void judge(Own own) {
        StoredSchedule stored = stored(own);
        List<Fire> fires = fires(own);
        Set<String> started = fires.stream()
                .filter(fire -> fire.state() == FireState.STARTED || fire.state() == FireState.OPEN)
                .map(fire -> nameOf(own, fire))
                .collect(Collectors.toSet());
        assertThat(started(own).map(Map.Entry::getKey))
                .as("runs of %s, one for each time that was started", own)
                .containsExactlyInAnyOrderElementsOf(started);
        assertThat(seen)
                .as("runs that went by one name")
                .allSatisfy((name, runs) -> assertThat(runs).hasSize(1));
        Set<Instant> due = due(own, stored.createdAt());
        List<Fire> listed =
                fires.stream().filter(fire -> due.contains(fire.nominalAt())).toList();
        assertThat(listed.stream().map(Fire::nominalAt)).as("times of %s", own).doesNotHaveDuplicates();
        long recorded =
                listed.stream().filter(fire -> fire.state() == FireState.MISSED).count();
        if (!hasPauses) {
            assertThat(listed.size() + stored.progress().missed() - recorded)
                    .as("times of %s that something has become of", own)
                    .isEqualTo(due.size());
        }
        Optional<Fire> late = fires.stream()
                .filter(fire -> fire.state() == FireState.BUFFERED || fire.state() == FireState.STARTING)
                .findAny();
        assertThat(late).as("times of %s that wait", own).isEmpty();
    }

    private Set<Instant> due(Own own, Instant since) {
        return LongStream.rangeClosed(since.getEpochSecond(), end.getEpochSecond())
                .filter(second -> second % own.seconds == 0)
                .mapToObj(Instant::ofEpochSecond)
                .filter(at -> at.isAfter(since))
                .collect(Collectors.toCollection(HashSet::new));
    }
}
