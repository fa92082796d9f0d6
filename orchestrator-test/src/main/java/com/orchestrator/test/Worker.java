package com.orchestrator.test;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.worker.LocalHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Workers, one after the other: takes what there is and has it done by the handlers, unless something goes wrong. */
final class Worker {

    private static final int AT_ONCE = 10;

    /** Says what goes wrong with a delivery that is about to be made. */
    @FunctionalInterface
    interface Script {
        @Nullable
        Fault next(Delivery delivery);
    }

    /** A report that its worker has not sent yet. */
    private record Unsaid(Delivery delivery, LeasedTask task, String workerId, Optional<TaskReport> report) {}

    private final Server server;
    private final LocalHandlers handlers;
    private final InstantSource clock;
    private final Script script;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final Map<String, Unsaid> overtaken = new HashMap<>();
    private final Deque<Unsaid> late = new ArrayDeque<>();
    private final Set<UUID> left = new HashSet<>();
    private int worker = 1;

    Worker(Server server, LocalHandlers handlers, InstantSource clock, Script script) {
        this.server = server;
        this.handlers = handlers;
        this.clock = clock;
        this.script = script;
    }

    /** So far, by their numbers. */
    List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** Whether a handler has left this attempt to somebody else. */
    boolean hasLeft(@Nullable UUID executionId) {
        return left.contains(executionId);
    }

    /** Takes some tasks and does them; false when there are none. */
    boolean work(Collection<String> queues) {
        if (queues.isEmpty()) {
            return false;
        }
        PollRequest poll =
                new PollRequest(workerId(), List.copyOf(queues), AT_ONCE, Duration.ZERO, null, List.of(), List.of());
        Optional<PollResponse> answer = server.call(engine -> engine.tasks().poll(poll));
        answer.ifPresent(response -> response.tasks().forEach(this::deliver));
        return answer.isEmpty() || !answer.get().tasks().isEmpty();
    }

    private String workerId() {
        return "worker-" + worker;
    }

    /** What comes when nobody waits for it any more; whether anything does. */
    boolean comeLate() {
        if (late.isEmpty() && overtaken.isEmpty()) {
            return false;
        }
        for (Unsaid unsaid : List.copyOf(overtaken.values())) {
            say(unsaid);
        }
        overtaken.clear();
        while (!late.isEmpty()) {
            Unsaid begun = late.remove();
            say(new Unsaid(begun.delivery(), begun.task(), begun.workerId(), handlers.call(begun.task())));
        }
        return true;
    }

    private void deliver(LeasedTask task) {
        Delivery delivery = Delivery.of(deliveries.size() + 1, task, clock.instant());
        deliveries.add(delivery);
        requireHandler(task, delivery);
        Fault fault = script.next(delivery);
        if (fault == null) {
            say(done(delivery, task));
            sayWhatWasOvertaken(delivery.name());
        } else {
            end(delivery, fault.words(), false);
            goWrong(delivery, task, fault);
        }
    }

    private void requireHandler(LeasedTask task, Delivery delivery) {
        if (!handlers.taskTypes().contains(task.taskType())) {
            throw new AssertionError("Nobody does '" + task.taskType() + "', which " + delivery.name()
                    + " asks for: give the engine handlers with a @TaskHandler(\"" + task.taskType()
                    + "\"), or say stub(\"" + task.taskType() + "\").returns(…)");
        }
    }

    private void goWrong(Delivery delivery, LeasedTask task, Fault fault) {
        switch (fault) {
            case REFUSED -> say(failed(delivery, task, FailureKind.FATAL));
            case FAILED -> say(failed(delivery, task, FailureKind.RETRYABLE));
            case LOST_BEFORE -> worker++;
            case LOST_AFTER -> {
                handlers.call(task);
                worker++;
            }
            case SAID_TWICE -> {
                Unsaid unsaid = done(delivery, task);
                say(unsaid);
                say(unsaid);
            }
            case OVERTAKEN -> {
                overtaken.put(delivery.name(), done(delivery, task));
                worker++;
            }
            case LATE -> {
                late.add(new Unsaid(delivery, task, workerId(), Optional.empty()));
                worker++;
            }
        }
    }

    private Unsaid done(Delivery delivery, LeasedTask task) {
        Optional<TaskReport> report = handlers.call(task);
        if (report.isEmpty()) {
            left.add(task.executionId());
        }
        return new Unsaid(delivery, task, workerId(), report);
    }

    private Unsaid failed(Delivery delivery, LeasedTask task, FailureKind kind) {
        Failure failure = new Failure(kind, "TEST_FAILURE", "said by the test", null, null);
        return new Unsaid(
                delivery,
                task,
                workerId(),
                Optional.of(TaskReport.failure(task.executionId(), task.fenceToken(), failure)));
    }

    private void sayWhatWasOvertaken(String name) {
        Unsaid unsaid = overtaken.remove(name);
        if (unsaid != null) {
            say(unsaid);
        }
    }

    /** Until a server has heard it: a worker that gets no answer asks again. */
    private void say(Unsaid unsaid) {
        if (unsaid.report().isEmpty()) {
            end(unsaid.delivery(), "is left to somebody else", false);
            return;
        }
        TaskReport report = unsaid.report().get();
        String said = report.failure() == null
                ? "is done"
                : "fails: " + report.failure().code();
        try {
            while (!isHeard(unsaid.workerId(), report)) {
                Thread.onSpinWait();
            }
            end(unsaid.delivery(), said, report.failure() == null);
        } catch (OrchestratorException refused) {
            end(unsaid.delivery(), said + ", which is refused: " + refused.code(), false);
        }
    }

    private boolean isHeard(String workerId, TaskReport report) {
        return server.call(engine -> (report.failure() == null
                                ? engine.tasks().completeTask(workerId, report)
                                : engine.tasks().failTask(workerId, report))
                        .thenApply(nothing -> true))
                .isPresent();
    }

    private void end(Delivery delivery, String words, boolean succeeded) {
        int at = delivery.number() - 1;
        Delivery before = deliveries.get(at);
        String whole =
                before.outcome().isEmpty() || before.outcome().equals(words) ? words : before.outcome() + "; " + words;
        deliveries.set(at, before.ended(whole, succeeded));
    }
}
