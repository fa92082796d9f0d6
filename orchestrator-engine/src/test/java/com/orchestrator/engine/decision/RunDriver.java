package com.orchestrator.engine.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.Failure;
import com.orchestrator.engine.decision.task.CompleteTask;
import com.orchestrator.engine.decision.task.ExpireLease;
import com.orchestrator.engine.decision.task.FailTask;
import com.orchestrator.engine.decision.task.LeaseTask;
import com.orchestrator.engine.decision.task.ReleaseTask;
import com.orchestrator.engine.decision.workflow.CompensateWorkflow;
import com.orchestrator.engine.decision.workflow.FireTimers;
import com.orchestrator.engine.decision.workflow.StartWorkflow;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.plan.RetryPolicy;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunComparison;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoWalk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A run to play with: settable clock, counted ids, seeded chance. Executes commands and asserts after each that folding
 * the history into a fresh run gives the run that decided, that the history is gap-free, that a refusal changed nothing
 * but a kept late report, that tokens only grow, and that every changed row is reported to the recorder.
 */
public final class RunDriver {

    public static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private static final Pattern EXPECTED_BUT =
            Pattern.compile("in state (?<expected>.+?), but (it|its run) is (?<found>\\w+)");

    /** A worker's right to speak for an execution. */
    public record Lease(UUID executionId, String workerId, long token) {}

    private record Row(
            ExecutionState state,
            boolean held,
            long fence,
            @Nullable String holder,
            Instant availableAt,
            @Nullable Object late,
            @Nullable Instant cancelDeadline,
            @Nullable Long outputSequence) {

        static Row of(ExecutionRun execution) {
            return new Row(
                    execution.state(),
                    execution.held(),
                    execution.fence(),
                    execution.holder(),
                    execution.availableAt(),
                    execution.late(),
                    execution.cancelDeadline(),
                    execution.outputSequence());
        }
    }

    private final Run run;
    private final Run shadow;
    private final List<Entry> history = new ArrayList<>();
    private final Map<UUID, Row> rows = new HashMap<>();
    private final Map<String, Long> fences = new HashMap<>();
    private final Random random;
    private List<Grant> grants = List.of();
    private DecisionContext.Slots slots = DecisionContext.Slots.NONE;
    private DecisionContext.Limits limits = DecisionContext.Limits.DEFAULT;
    private Gates gates = Gates.NONE;
    private Instant now = START;
    private long fenceFloor;

    public RunDriver(WorkflowPlan plan, long seed) {
        this.run = new Run(new UUID(0, 1), plan);
        this.shadow = new Run(run.instanceId(), plan);
        this.random = new Random(seed);
    }

    /** A run that has been started with an empty input. */
    public static RunDriver start(PlanBuilder plan) {
        return start(plan, "{}");
    }

    public static RunDriver start(PlanBuilder plan, String input) {
        RunDriver driver = new RunDriver(plan.build(), 1);
        driver.accept(new StartWorkflow(
                "run-1", Payload.ofJson(input), Map.of(), Priority.DEFAULT, null, null, Map.of(), null, null));
        return driver;
    }

    // ---- commands

    /** Decides, checks everything that must hold whatever was decided, and hands back the verdict. */
    public Verdict apply(RunCommand command) {
        int before = history.size();
        RunChange change =
                new RunChange(run, new DecisionContext(now, random, slots, limits, gates, fenceFloor), "ann");
        Verdict verdict = command.decide(change);
        history.addAll(change.entries());
        grants = List.copyOf(change.grants());
        checkHistory(before);
        if (verdict instanceof Verdict.Refused refused) {
            checkRefusal(command, before);
            checkSentence(refused.message());
        }
        checkRows();
        checkUndos();
        change.entries().forEach(shadow::apply);
        assertSame(shadow, command);
        return verdict;
    }

    /** A cached run is brought up to date with new entries, as a server does that has not decided them itself. */
    private void assertSame(Run folded, Object when) {
        assertThat(RunComparison.difference(run, folded)).as("after %s", when).isEmpty();
    }

    /** The whole history, folded into a fresh run, gives this one. */
    public void assertHistoryGivesThisRun() {
        Run fresh = new Run(run.instanceId(), run.plan());
        history.forEach(fresh::apply);
        assertSame(fresh, "the whole history");
    }

    /** The same, for a command that must be accepted; answers the events it led to. */
    public List<RunEvent> accept(RunCommand command) {
        int before = history.size();
        assertThat(apply(command)).as("%s in %s", command, run.state()).isEqualTo(Verdict.ACCEPTED);
        assertHistoryGivesThisRun();
        return eventsSince(before);
    }

    /** The same, for a command that must be refused. */
    public Verdict.Refused refuse(RunCommand command) {
        Verdict verdict = apply(command);
        assertHistoryGivesThisRun();
        assertThat(verdict).as("%s in %s", command, run.state()).isInstanceOf(Verdict.Refused.class);
        return (Verdict.Refused) verdict;
    }

    /** What this server allows; the defaults unless told otherwise. */
    public void limits(DecisionContext.Limits allowed) {
        limits = allowed;
    }

    /** What only so many runs may hold, as the next decisions find it. */
    public void gates(Gates locked) {
        gates = locked;
    }

    private void checkHistory(int before) {
        assertThat(run.sequenceNumber()).isEqualTo(history.size());
        for (int i = before; i < history.size(); i++) {
            Entry entry = history.get(i);
            assertThat(entry.sequenceNumber()).isEqualTo(i + 1L);
            assertThat(entry.at()).isEqualTo(now);
        }
    }

    /** The database was taken back to an earlier moment: fences up to here are of before. */
    public void takenBack(long floor) {
        fenceFloor = floor;
    }

    private void checkRefusal(RunCommand command, int before) {
        List<RunEvent> events = eventsSince(before);
        assertThat(events.isEmpty()
                        || events.get(0) instanceof AttemptEvent.LateReportKept
                        || (fenceFloor > 0 && events.get(0) instanceof AttemptEvent.LeaseExpired))
                .as("%s was refused and still led to %s", command, events)
                .isTrue();
    }

    /** No refusal expects what is the case. */
    private static void checkSentence(String sentence) {
        Matcher states = EXPECTED_BUT.matcher(sentence);
        if (states.find()) {
            assertThat(states.group("expected").split(", | or ")).as(sentence).doesNotContain(states.group("found"));
        }
    }

    private void checkRows() {
        List<ExecutionRun> touched = run.takeTouched();
        for (ExecutionRun execution : run.allExecutions()) {
            Row row = Row.of(execution);
            Row known = rows.put(execution.executionId(), row);
            if (!touched.contains(execution)) {
                assertThat(row)
                        .as("unreported change of %s", execution.executionId())
                        .isEqualTo(known);
            }
            if (known != null) {
                checkFence(execution, known, row);
            }
        }
    }

    /** What the run has kept count of is what a walk over all of it finds. */
    private void checkUndos() {
        List<TaskRun> kept = run.tasksSeen().stream()
                .filter(task -> run.undoQueue().isReady(task))
                .toList();
        assertThat(kept).containsExactlyInAnyOrderElementsOf(UndoWalk.ready(run));
    }

    private void checkFence(ExecutionRun execution, Row known, Row row) {
        String task = execution.task().key().toString();
        if (known.state() != row.state()) {
            assertThat(row.fence())
                    .as("token of %s from %s to %s", task, known.state(), row.state())
                    .isGreaterThan(fences.getOrDefault(task, 0L));
        } else {
            assertThat(row.fence()).isGreaterThanOrEqualTo(known.fence());
        }
        fences.merge(task, row.fence(), Math::max);
    }

    private List<RunEvent> eventsSince(int size) {
        return history.subList(size, history.size()).stream().map(Entry::event).toList();
    }

    // ---- time

    public Instant now() {
        return now;
    }

    /** Moves the clock and does what is due then. */
    public List<RunEvent> pass(Duration time) {
        now = now.plus(time);
        return accept(new FireTimers());
    }

    /** Moves the clock and does nothing. */
    public void moveClock(Duration time) {
        now = now.plus(time);
    }

    // ---- workers

    /** Lets waiting workers take what becomes ready at once. */
    public void offerSlots(DecisionContext.Slots offered) {
        slots = offered;
    }

    public List<Grant> grants() {
        return grants;
    }

    public static DecisionContext.Slot slot(String workerId) {
        return new DecisionContext.Slot(workerId, Optional.empty(), workerId);
    }

    /** Leases the execution that waits for a worker, forward or undo, after its back-off if it has one. */
    public Lease lease(String taskId, String workerId) {
        ExecutionRun execution = live(taskId);
        if (execution.availableAt().isAfter(now)) {
            now = execution.availableAt();
        }
        accept(new LeaseTask(execution.executionId(), slot(workerId)));
        assertThat(execution.state()).isEqualTo(ExecutionState.LEASED);
        return leaseOf(execution);
    }

    public Lease lease(String taskId) {
        return lease(taskId, "worker");
    }

    private static Lease leaseOf(ExecutionRun execution) {
        return new Lease(execution.executionId(), String.valueOf(execution.holder()), execution.leaseToken());
    }

    /** The execution of a task that is ready or leased. */
    public ExecutionRun live(String taskId) {
        return find(taskId)
                .orElseThrow(() -> new AssertionError(
                        taskId + " has no live execution in " + run.state() + "; history: " + eventNames()));
    }

    public Optional<ExecutionRun> find(String taskId) {
        return run.liveExecutions().stream()
                .filter(execution -> execution.task().key().taskId().equals(taskId))
                .findFirst();
    }

    private Lease held(String taskId) {
        ExecutionRun execution = live(taskId);
        return execution.state() == ExecutionState.LEASED ? leaseOf(execution) : lease(taskId);
    }

    /** A worker takes the task, unless one has it already, and succeeds. */
    public List<RunEvent> complete(String... taskIds) {
        int before = history.size();
        for (String taskId : taskIds) {
            complete(held(taskId), "{\"did\":\"" + taskId + "\"}");
        }
        return eventsSince(before);
    }

    public List<RunEvent> complete(Lease lease, String output) {
        return accept(completion(lease, output));
    }

    public static CompleteTask completion(Lease lease, String output) {
        return new CompleteTask(lease.executionId(), lease.workerId(), lease.token(), Payload.ofJson(output));
    }

    /** A worker takes the task or what is asked about it, unless one has it already, and reports this. */
    public List<RunEvent> answer(String taskId, String output) {
        return complete(held(taskId), output);
    }

    /** A worker takes the task, unless one has it already, and fails. */
    public List<RunEvent> fail(String taskId, FailureKind kind) {
        return fail(held(taskId), kind);
    }

    public List<RunEvent> fail(Lease lease, FailureKind kind) {
        return accept(failure(lease, kind));
    }

    public static FailTask failure(Lease lease, FailureKind kind) {
        return new FailTask(lease.executionId(), lease.workerId(), lease.token(), Failure.of(kind, "BROKEN"));
    }

    /** A worker takes the task, unless one has it already, and is never heard of again. */
    public Lease lose(String taskId) {
        Lease lease = held(taskId);
        expire(taskId);
        return lease;
    }

    public List<RunEvent> expire(String taskId) {
        ExecutionRun execution = live(taskId);
        Instant expiry = execution.leaseExpiresAt();
        assertThat(expiry).as("%s is leased", taskId).isNotNull();
        now = now.isBefore(expiry) ? expiry : now;
        return accept(new ExpireLease(execution.executionId(), expiry));
    }

    public List<RunEvent> release(Lease lease) {
        return accept(new ReleaseTask(lease.executionId(), lease.workerId(), lease.token()));
    }

    // ---- operators

    public List<RunEvent> compensate(@Nullable String fromTaskId, CompensateRequest.Then then) {
        return accept(new CompensateWorkflow(new CompensateRequest(fromTaskId, null, then, null, false, "test")));
    }

    public List<RunEvent> compensateTo(String savepoint, CompensateRequest.Then then) {
        return accept(new CompensateWorkflow(new CompensateRequest(null, savepoint, then, null, false, "test")));
    }

    // ---- what is to be seen

    public Run run() {
        return run;
    }

    public WorkflowState state() {
        return run.state();
    }

    public @Nullable Cause cause() {
        return run.cause();
    }

    public TaskRun task(String taskId) {
        return run.task(NodeKey.of(taskId));
    }

    public TaskRun.State taskState(String taskId) {
        return task(taskId).state();
    }

    public List<Entry> history() {
        return List.copyOf(history);
    }

    public List<RunEvent> events() {
        return eventsSince(0);
    }

    public List<String> eventNames() {
        return names(events());
    }

    public static List<String> names(List<RunEvent> events) {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    public long count(Class<? extends RunEvent> type) {
        return events().stream().filter(type::isInstance).count();
    }

    /** Tasks that wait for a worker or are in its hands, undos as {@code undo <id>}, probes as {@code probe <id>}, oldest first. */
    public List<String> live() {
        return run.liveExecutions().stream().map(RunDriver::nameOf).toList();
    }

    private static String nameOf(ExecutionRun execution) {
        String taskId = execution.task().key().taskId();
        return switch (execution.kind()) {
            case ACTION -> taskId;
            case COMPENSATION -> "undo " + taskId;
            case PROBE -> "probe " + taskId;
        };
    }

    /** Tasks whose undo a worker has reported done, in that order. */
    public List<String> undone() {
        List<String> undone = new ArrayList<>();
        for (RunEvent event : events()) {
            if (event instanceof AttemptEvent.TaskCompleted done && done.kind() == ExecutionKind.COMPENSATION) {
                undone.add(done.taskId());
            }
        }
        return undone;
    }

    /** Works off every undo that is ready, one after the other, until none is. */
    public List<String> undoAll() {
        while (!run.liveExecutions().isEmpty()) {
            complete(run.liveExecutions().get(0).task().key().taskId());
        }
        return undone();
    }

    public List<ExecutionRun> executionsOf(String taskId) {
        return run.allExecutions().stream()
                .filter(execution -> execution.task().key().taskId().equals(taskId))
                .sorted((a, b) -> a.executionId().compareTo(b.executionId()))
                .toList();
    }

    public String idempotencyKey(ExecutionRun execution) {
        return IdempotencyKey.of(run, execution);
    }

    /** Input with which an execution was or will be handed out. */
    public @Nullable Payload inputOf(ExecutionRun execution) {
        return history.get((int) execution.inputSequence() - 1).payload();
    }

    public static RetryPolicy policy(int maxAttempts, Duration first, double factor, Duration cap, double jitter) {
        return new RetryPolicy(maxAttempts, first, factor, cap, jitter, null, java.util.Set.of());
    }
}
