package com.orchestrator.engine.simulation;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.BreakerStatus;
import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.limit.QueueUpdate;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.LimitService;
import com.orchestrator.engine.store.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * People who set limits before the work begins, in some cases change them, take them away and set them anew while it goes on, and in
 * the end let all of it go on.
 */
final class Wardens {

    private static final long SALT = 17;
    private static final Author KIM = new Author("kim", "because", null);

    private final Servers servers;
    private final Scarcity scarcity;
    private final Map<RuleName, Limit> limits;
    private final Random random;
    private final boolean areBusy;

    Wardens(long seed, Servers servers, Scarcity scarcity, Map<RuleName, Limit> limits) {
        this.servers = servers;
        this.scarcity = scarcity;
        this.limits = limits;
        random = Oddities.source(seed, SALT);
        areBusy = random.nextBoolean();
        limits.forEach((rule, limit) -> servers.story.tell(() -> rule + " is " + limit));
    }

    /** Before there is a server. */
    static void set(Map<RuleName, Limit> limits, InMemoryEngineStore store) {
        limits.forEach((rule, limit) -> store.limits().change(rule, none -> Optional.of(limit), KIM));
    }

    /** Perhaps somebody changes a limit. */
    void meddle() {
        if (!areBusy || limits.isEmpty() || random.nextInt(12) > 0) {
            return;
        }
        RuleName rule = List.copyOf(limits.keySet()).get(random.nextInt(limits.size()));
        switch (rule.kind()) {
            case BUDGET -> moveBudget(rule.subject());
            case QUEUE -> update(scarcity.queue(random.nextInt(3) == 0));
            case FAIR -> moveFairness(rule);
            case BREAKER -> moveBreaker(rule.subject());
            case CAP, RATE -> throw new IllegalStateException("Nobody sets " + rule);
        }
    }

    private void tell(String what, Consumer<LimitService> change) {
        servers.story.tell(() -> servers.now() + "somebody " + what);
        servers.call(
                engine -> {
                    try {
                        change.accept(engine.limits());
                        return CompletableFuture.completedFuture(true);
                    } catch (OrchestratorException | StoreUnavailableException failure) {
                        return CompletableFuture.failedFuture(failure);
                    }
                },
                Servers.told(done -> {}));
    }

    /** One that is set after it was taken away has to count what has begun meanwhile. */
    private void moveBudget(String workload) {
        if (isTakenAway()) {
            tell("takes away the budget of " + workload, service -> service.removeBudget(workload, KIM));
            return;
        }
        Budget budget = scarcity.budget();
        tell("sets the budget of " + workload + " to " + budget.max(), service -> {
            service.setBudget(workload, budget, KIM);
        });
    }

    private boolean isTakenAway() {
        return random.nextInt(3) == 0;
    }

    private void moveFairness(RuleName rule) {
        if (isTakenAway()) {
            tell("takes away " + rule, service -> service.removeFairness(rule.subject(), rule.key(), KIM));
            return;
        }
        FairnessLimit fairness = scarcity.fairness(random.nextBoolean());
        tell("sets " + rule + " to " + fairness, service -> {
            service.setFairness(rule.subject(), rule.key(), fairness, KIM);
        });
    }

    private void update(QueueLimit wanted) {
        QueueUpdate update = QueueUpdate.NOTHING
                .withPaused(wanted.paused())
                .withMaxConcurrent(isTakenAway() ? null : Integer.valueOf(1 + random.nextInt(4)))
                .withStrict(wanted.strict());
        tell("sets the queue to " + update, service -> service.updateQueue(Scarcity.QUEUE, update, KIM));
    }

    private void moveBreaker(String taskType) {
        switch (random.nextInt(4)) {
            case 0 -> tell("opens the breaker of " + taskType, service -> service.openBreaker(taskType, KIM));
            case 1 -> tell("closes the breaker of " + taskType, service -> service.closeBreaker(taskType, KIM));
            case 2 -> tell("takes away the breaker of " + taskType, service -> service.removeBreaker(taskType, KIM));
            default -> {
                Breaker breaker = scarcity.breaker();
                tell("sets the breaker of " + taskType + " to " + breaker, service -> {
                    service.setBreaker(taskType, breaker, KIM);
                });
            }
        }
    }

    /** What a person holds back is let go on. */
    void letGo() {
        limits.keySet().forEach(rule -> {
            switch (rule.kind()) {
                case QUEUE ->
                    tell("resumes the queue", service -> {
                        service.updateQueue(rule.subject(), QueueUpdate.NOTHING.withPaused(false), KIM);
                    });
                case BREAKER ->
                    tell("closes the breaker of " + rule.subject() + " that a person has opened", service -> {
                        BreakerStatus status = service.getBreaker(rule.subject());
                        if (status.state() == Breaker.State.OPEN && status.openUntil() == null) {
                            service.closeBreaker(rule.subject(), KIM);
                        }
                    });
                default -> {}
            }
        });
    }
}
